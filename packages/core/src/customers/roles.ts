import { day } from '../time/index.ts';

/** How long shown intent keeps a person a consumer (ID-11). */
export const intentWindow = 30 * day;

const intents = new Set(['Product Added', 'Cart Viewed', 'Checkout Started']);

/** Whether an event shows an intent to buy. */
export function showsIntent(eventName: string): boolean {
  return intents.has(eventName);
}

/** Whether an event shows use of a product. */
export function showsUse(eventName: string): boolean {
  return eventName === 'Product Used';
}

/** Latest instants (epoch ms) of use, intent and payment; null: never. */
export interface RoleInstants {
  usedAt: number | null;
  intentAt: number | null;
  paidAt: number | null;
}

/**
 * User (used a product), consumer (showed intent in the last 30 days, both ends included, and has not paid since) and
 * customer (paid). A person may be several at once (ID-11).
 */
export function rolesOf(
  instants: RoleInstants,
  now: number,
): { isUser: boolean; isConsumer: boolean; isCustomer: boolean } {
  const { usedAt, intentAt, paidAt } = instants;
  return {
    isUser: usedAt !== null,
    isConsumer: intentAt !== null && intentAt >= now - intentWindow && (paidAt === null || paidAt < intentAt),
    isCustomer: paidAt !== null,
  };
}

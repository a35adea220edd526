import { standardEvents } from '../events/index.ts';

/** How a webhook names events that only the workspace itself knows; the body's `data.event` has their own name. */
export const ownEventType = 'event.received';

/** A customer number that was not there before. No event of the log says so: it is read off the event that brought the person. */
export const customerCreated = 'Customer Created';

/** What is sent to try a webhook. */
export const webhookTest = 'Webhook Test';

const known = new Set([...Object.keys(standardEvents), customerCreated, webhookTest]);

/**
 * The `type` of an event's webhook: `Order Paid` is `order.paid`, `Community Joined` is `community.joined`; a name that is not
 * of the standard vocabulary is `event.received`. `ours`: the event did not come through a source. What came through one
 * and calls itself a system event is only an event received.
 */
export function eventTypeOf(name: string, ours: boolean): string {
  if (!known.has(name)) return ownEventType;
  if (!ours && (standardEvents[name]?.family ?? 'system') === 'system') return ownEventType;
  const words = name.toLowerCase().replaceAll('-', '_').split(' ');
  return `${words.slice(0, -1).join('_')}.${words.at(-1)}`;
}

/** Every name with a type of its own, tests left out. */
export const namedEvents: readonly string[] = [...known].filter((name) => name !== webhookTest).sort();

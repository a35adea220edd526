/** A step of the customer journey, in the order people take them. */
export const journeySteps = ['meet', 'learn', 'connect', 'talk', 'buy', 'use', 'service', 'share'] as const;
export type JourneyStep = (typeof journeySteps)[number];

const eventsOf: Record<JourneyStep, readonly string[]> = {
  meet: ['Ad Clicked', 'Page Viewed', 'Screen Viewed'],
  learn: ['Product Viewed', 'Product Added', 'Cart Viewed', 'Checkout Started'],
  connect: ['Contact Added', 'Account Followed', 'Community Joined', 'Member Joined'],
  talk: ['Chat Message'],
  buy: ['Order Completed', 'Order Paid'],
  use: ['Product Used'],
  service: ['Service Requested', 'Order Refunded'],
  share: ['Content Shared'],
};
const stepOf = new Map(journeySteps.flatMap((step) => eventsOf[step].map((name) => [name, step] as const)));

/** Every event by which somebody takes a step. */
export const journeyEvents: readonly string[] = [...stepOf.keys()];

/** The step an event of this name takes; undefined: none. */
export function journeyStepOf(eventName: string): JourneyStep | undefined {
  return stepOf.get(eventName);
}

/** What is known to be missing at a touchpoint or a step. `no-touchpoint`: nobody was ever met there. */
export type ExperienceGap = 'no-touchpoint' | 'no-owner' | 'no-person' | 'no-standard';

/** What a touchpoint lacks: somebody who answers for it first, then a person of theirs and a promise (ORG-06). */
export function gapsOf(
  duty: { staffId: number | null; standard: string; replyMinutes: number | null } | null,
): ExperienceGap[] {
  if (duty === null) return ['no-owner'];
  const gaps: ExperienceGap[] = [];
  if (duty.staffId === null) gaps.push('no-person');
  if (duty.standard.trim() === '' && duty.replyMinutes === null) gaps.push('no-standard');
  return gaps;
}

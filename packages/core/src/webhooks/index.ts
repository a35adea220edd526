export { customerCreated, eventTypeOf, namedEvents, ownEventType, webhookTest } from './event-type.ts';
export { holdAfter, mostAttempts, retryWait } from './retry-schedule.ts';

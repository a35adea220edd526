export type { AcceptedEvent, EventDimensions, EventFamily, EventType, LoggedEvent } from './event.ts';
export { familyOf, type StandardEvent, standardEvents } from './vocabulary.ts';

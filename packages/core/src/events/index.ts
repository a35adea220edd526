export { cutText } from './cut-text.ts';
export { type DeliveryNote, deliveryLine, fallbackIdOf } from './delivery.ts';
export { readDimensions } from './dimensions.ts';
export type { AcceptedEvent, EventDimensions, EventFamily, EventType, LoggedEvent } from './event.ts';
export { eventTime, parseInstant } from './event-time.ts';
export { packEvents, unpackEvents } from './pack.ts';
export { type ItemProblem, type ReadItem, type Reception, readSegmentItem } from './segment-item.ts';
export { familyOf, type StandardEvent, standardEvents } from './vocabulary.ts';

export {
  cellText,
  dateOrdersOf,
  freeValue,
  isTwoDays,
  parseBoolean,
  parseDecimal,
  parseTime,
  timesMinor,
} from './coerce.ts';
export { customerRows, type RowReading } from './customer-row.ts';
export { eventRows } from './event-row.ts';
export { type FieldType, fieldOf, type ImportField, importFields } from './fields.ts';
export { guessColumns, guessSpec, headerSkeleton, sourceName } from './guess.ts';
export { orderEvents } from './order-events.ts';
export { type ImportLine, type LineReading, orderRows } from './order-row.ts';
export { findPreset, type Preset, presets } from './presets.ts';
export { type RowCode, tellProblem } from './row-code.ts';
export {
  createRowFrame,
  type ImportedEvent,
  type MappingFault,
  mappingFaults,
  type RowFrame,
} from './row-frame.ts';
export type {
  AddressBook,
  CancellationRule,
  ColumnMapping,
  DateOrder,
  ImportKind,
  ImportSpec,
  RowProblem,
} from './spec.ts';
export { createZoneClock, type ZoneClock } from './zone-clock.ts';

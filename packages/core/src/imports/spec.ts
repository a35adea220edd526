import type { ErrorParams } from '../errors/index.ts';
import type { RowCode } from './row-code.ts';

/** What the rows of a file are. */
export type ImportKind = 'customers' | 'events' | 'orders';

/** How order lines that take money back are told apart. */
export type CancellationRule =
  | { by: 'prefix'; prefix: string }
  | { by: 'status'; values: string[] }
  | { by: 'negative' };

/** One column of the file and the field it fills. */
export interface ColumnMapping {
  column: string;
  field: string;
}

/** How a file is to be read; the same shape as on the wire. */
export interface ImportSpec {
  kind: ImportKind;
  /** Name of where the data comes from; a row of one source is taken in once, for ever. */
  source: string;
  columns: ColumnMapping[];
  constants?: { field: string; value: string }[];
  /** IANA zone of times that name none. */
  zone?: string;
  dateOrder?: DateOrder;
  cancellation?: CancellationRule;
  preset?: string;
  /** Only for address books, which are not taken in without it. */
  addressBook?: AddressBook;
}

/**
 * What people in an address book agreed to, as whoever imports it states. Without `authorised` and evidence the import
 * does not start.
 */
export interface AddressBook {
  authorised: boolean;
  /** Where the authorisation is recorded; kept with the import. */
  evidence: string;
  /** Media people agreed to be contacted by; each becomes a consent of everybody who has such an address. */
  consents: ('email' | 'sms' | 'phone')[];
}

/** Order of day, month and year where the year does not come first. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

/** What is wrong with one cell (`column`), or with the row as a whole (null). */
export interface RowProblem {
  column: string | null;
  code: RowCode;
  params?: ErrorParams;
  /** The cell is left out, the row is taken in all the same. */
  note?: boolean;
}

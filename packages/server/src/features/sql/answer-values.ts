import type { Field } from './door-session.ts';

/** What a column of an answer holds, whichever of PostgreSQL's types it has. */
export type ValueType =
  | 'integer'
  | 'bigint'
  | 'number'
  | 'decimal'
  | 'boolean'
  | 'time'
  | 'date'
  | 'json'
  | 'text';

const types: Record<number, ValueType> = {
  16: 'boolean',
  20: 'bigint',
  21: 'integer',
  23: 'integer',
  26: 'bigint',
  700: 'number',
  701: 'number',
  1700: 'decimal',
  1082: 'date',
  1114: 'time',
  1184: 'time',
  114: 'json',
  3802: 'json',
};

export const valueType = ({ oid }: Field): ValueType => types[oid] ?? 'text';

/** A value for a JSON answer. Decimals, dates and times stay the text PostgreSQL wrote; so does a number JSON cannot hold. */
export function jsonValue(type: ValueType, text: string | null): unknown {
  if (text === null) return null;
  if (type === 'boolean') return text === 't';
  if (type === 'json') return JSON.parse(text);
  if (type === 'integer' || type === 'bigint' || type === 'number') {
    const value = Number(text);
    return Number.isFinite(value) && (type !== 'bigint' || Number.isSafeInteger(value)) ? value : text;
  }
  return text;
}

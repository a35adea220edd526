import pg from 'pg';

const { builtins, getTypeParser } = pg.types;
const int8Array = 1016;
const dateArray = 1182;

/** int8 as number. Beyond 2^53 it is an error: a number that is nearly right would be worse. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a JavaScript number`);
  return value;
}

/** Arrays whose items hold no comma and need no quotes. */
function parsePlainArray<T>(text: string, parse: (item: string) => T): (T | null)[] {
  if (text === '{}') return [];
  const items = text.slice(1, -1).split(',');
  return items.map((item) => (item === 'NULL' ? null : parse(item)));
}

const asText = (text: string) => text;

/** How values arrive; everything not named here as `pg` does it. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return getTypeParser(oid, 'binary');
    switch (oid) {
      case builtins.INT8:
        return parseInt8;
      case int8Array:
        return (text: string) => parsePlainArray(text, parseInt8);
      // pg would make it midnight in the zone of the machine
      case builtins.DATE:
        return asText;
      case dateArray:
        return (text: string) => parsePlainArray(text, asText);
      default:
        return getTypeParser(oid, 'text');
    }
  }) as pg.CustomTypesConfig['getTypeParser'],
};

import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/postgres/db.ts';
import { identitiesOf } from '../identity/index.ts';

/** A value at least this long is not in somebody else's row by chance. */
const tellingLength = 6;

/**
 * A condition: the text in `column` (JSON, a row of a file, or SQL) holds one of the values. Short values must stand alone
 * between quotes or delimiters; in long ones blanks, hyphens, brackets and case do not matter, as in phones as people write
 * them.
 */
export function mentions(column: RawBuilder<unknown>, values: readonly string[]): RawBuilder<boolean> {
  const long = values.filter((value) => value.length >= tellingLength).map((value) => value.toLowerCase());
  const short = values.filter((value) => value.length > 0 && value.length < tellingLength);
  const escaped = short.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const alone = `(^|["',;:|\\s])(${escaped.join('|')})($|["',;}\\]|\\s])`;
  return sql<boolean>`(
    exists (select 1 from unnest(${long}::text[]) as value
      where strpos(lower(${column}), value) > 0
        or strpos(lower(regexp_replace(${column}, '[\\s()-]', '', 'g')), value) > 0)
    or (${short.length > 0} and ${column} ~ ${alone}))`;
}

/** Every value these homes are known by. */
export async function valuesOf(tx: Tx, workspaceId: number, homes: readonly number[]): Promise<string[]> {
  return (await identitiesOf(tx, workspaceId, homes)).map(({ value }) => value);
}

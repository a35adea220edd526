import { AppError } from '@yutang/core/errors';

/** The sort key of a page's last row as an opaque text for `nextCursor`. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** What a cursor's parts must be, in order. */
export type CursorShape = readonly ('string' | 'number')[];

type CursorValue<S extends CursorShape> = {
  -readonly [I in keyof S]: S[I] extends 'number' ? number : string;
};

/**
 * A sort key from `?cursor=`, undefined when there is none. A cursor carries no right: every list filters by
 * workspace all the same, so it is not signed, only checked for its shape. Throws `request.invalid`.
 */
export function decodeCursor<const S extends CursorShape>(
  cursor: string | undefined,
  shape: S,
): CursorValue<S> | undefined {
  if (cursor === undefined) return undefined;
  const key = parse(cursor);
  const fits =
    Array.isArray(key) &&
    key.length === shape.length &&
    shape.every((kind, at) => (kind === 'number' ? Number.isSafeInteger(key[at]) : typeof key[at] === kind));
  if (!fits) throw new AppError('request.invalid', { field: 'query.cursor', reason: 'is not one of ours' });
  return key as CursorValue<S>;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/**
 * Cuts `limit + 1` rows read from the store into a page: when one more was there, the cursor of the last row shown.
 */
export function cutPage<T>(
  rows: T[],
  limit: number,
  keyOf: (row: T) => readonly (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

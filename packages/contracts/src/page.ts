import { type Static, type TProperties, type TSchema, Type } from 'typebox';

/** An instant: epoch milliseconds. */
export const Instant = Type.Integer({ description: 'Epoch milliseconds' });

/** A positive number the database gave. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** Path parameters of `/…/:id`. */
export const IdParams = Type.Object({ id: Id });
export type IdParams = Static<typeof IdParams>;

/** Query fields of every list: how many, and where the page before ended. */
export const pageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 500, description: '`nextCursor` of the page before' })),
} as const;

/** The query of a list: `limit`, `cursor` and the list's own filters. */
export function listQuery<T extends TProperties>(filters: T) {
  return Type.Object({ ...pageQuery, ...filters }, { additionalProperties: false });
}

/** One page of a list. `nextCursor` is null on the last; `total` is there where counting is cheap. */
export function pageOf<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
    total: Type.Optional(Type.Integer()),
  });
}

/** A value that may be absent on the wire as null. */
export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** The answer of a change that has nothing to tell. */
export const Empty = Type.Object({});

import { type Static, Type } from 'typebox';
import { Problem } from './dictionary.ts';

export const QuarantineState = Type.Union([
  Type.Literal('open'),
  Type.Literal('replayed'),
  Type.Literal('dismissed'),
]);

/** One item that was refused at the door, kept so that it can be corrected and replayed once. */
export const QuarantineItem = Type.Object({
  id: Type.Integer(),
  sourceId: Type.Union([Type.Integer(), Type.Null()]),
  receivedAt: Type.Number(),
  /** Event name when the item has one. */
  name: Type.Union([Type.String(), Type.Null()]),
  /** The item as received, or as last corrected. */
  item: Type.Unknown(),
  /** As received, when it has been corrected since; null when it has not. */
  original: Type.Union([Type.Unknown(), Type.Null()]),
  problems: Type.Array(Problem),
  state: QuarantineState,
  /** When it was replayed or dismissed. */
  closedAt: Type.Union([Type.Number(), Type.Null()]),
  closedBy: Type.Union([Type.String(), Type.Null()]),
});

/** What to take: GET /api/quarantine, and the filter of bulk actions. */
const filterFields = {
  sourceId: Type.Optional(Type.Integer()),
  name: Type.Optional(Type.String({ maxLength: 256, pattern: '^[^\\u0000]*$' })),
  /** Code of a problem. */
  code: Type.Optional(Type.String({ maxLength: 64, pattern: '^[^\\u0000]*$' })),
  field: Type.Optional(Type.String({ maxLength: 256, pattern: '^[^\\u0000]*$' })),
};
export const QuarantineQuery = Type.Object({
  ...filterFields,
  state: Type.Optional(QuarantineState),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String()),
});

/** Open items by what is wrong with them. */
export const QuarantineCount = Type.Object({
  sourceId: Type.Union([Type.Integer(), Type.Null()]),
  name: Type.Union([Type.String(), Type.Null()]),
  field: Type.String(),
  code: Type.String(),
  count: Type.Integer(),
});
export const QuarantinePage = Type.Object({
  items: Type.Array(QuarantineItem),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  total: Type.Integer(),
});

/** GET /api/quarantine/counts */
export const QuarantineCounts = Type.Object({
  open: Type.Integer(),
  replayed: Type.Integer(),
  dismissed: Type.Integer(),
  /** Open ones, most frequent first, at most 100. */
  reasons: Type.Array(QuarantineCount),
});

/** PATCH /api/quarantine/:id: the corrected item; answers what is still wrong with it. */
export const QuarantinePatch = Type.Object(
  { item: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
);

/** POST /api/quarantine/replay and /dismiss: ids, or everything open the filter finds (at most 10 000 a call). */
export const QuarantineBulk = Type.Object(
  {
    ids: Type.Optional(Type.Array(Type.Integer(), { minItems: 1, maxItems: 1000 })),
    filter: Type.Optional(Type.Object(filterFields, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export const QuarantineBulkResult = Type.Object({
  /** Replayed or dismissed by this call. */
  done: Type.Integer(),
  /** Not open any more. */
  skipped: Type.Integer(),
  /** Still wrong; they stay open with these problems. */
  failed: Type.Array(Type.Object({ id: Type.Integer(), problems: Type.Array(Problem) })),
  /** True when the filter finds more than one call takes. */
  more: Type.Boolean(),
});

export type QuarantineItem = Static<typeof QuarantineItem>;
export type QuarantineState = Static<typeof QuarantineState>;
export type QuarantineQuery = Static<typeof QuarantineQuery>;
export type QuarantinePage = Static<typeof QuarantinePage>;
export type QuarantineCounts = Static<typeof QuarantineCounts>;
export type QuarantineBulk = Static<typeof QuarantineBulk>;
export type QuarantineBulkResult = Static<typeof QuarantineBulkResult>;

import { type Static, Type } from 'typebox';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';

/** A query as written: one select over the views of GET /api/sql/schema. */
const QueryText = Type.String({ minLength: 1, maxLength: 50_000 });

/** A number the caller makes up for a run, to stop it by. */
const RunKey = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' });

/** POST /api/sql/query. */
export const SqlQueryRequest = Type.Object(
  {
    text: QueryText,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1_000 })),
    /** Seconds after which the query is stopped. */
    seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, default: 30 })),
    key: Type.Optional(RunKey),
  },
  { additionalProperties: false },
);
export type SqlQueryRequest = Static<typeof SqlQueryRequest>;

export const SqlValueType = Type.Enum([
  'integer',
  'bigint',
  'number',
  'decimal',
  'boolean',
  'time',
  'date',
  'json',
  'text',
]);
export type SqlValueType = Static<typeof SqlValueType>;

/** Decimals, dates and times are texts as PostgreSQL writes them, times in the workspace's zone. */
export const SqlAnswer = Type.Object({
  columns: Type.Array(Type.Object({ name: Type.String(), type: SqlValueType })),
  rows: Type.Array(Type.Array(Type.Unknown())),
  /** There are more rows than were asked for, or than an answer may hold. */
  more: Type.Boolean(),
  ms: Type.Integer(),
  masked: Type.Boolean(),
});
export type SqlAnswer = Static<typeof SqlAnswer>;

/** POST /api/sql/export: the answer as a file, up to a million rows. */
export const SqlExportRequest = Type.Object(
  {
    text: QueryText,
    format: Type.Enum(['csv', 'parquet']),
    /** A byte order mark, by which spreadsheets know UTF-8. For `csv`; true unless told. */
    bom: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    key: Type.Optional(RunKey),
  },
  { additionalProperties: false },
);
export type SqlExportRequest = Static<typeof SqlExportRequest>;

/** POST /api/sql/cancel: stops one's own run. */
export const SqlCancelRequest = Type.Object({ key: RunKey }, { additionalProperties: false });
export const SqlCancelled = Type.Object({ stopped: Type.Boolean() });
export type SqlCancelled = Static<typeof SqlCancelled>;

const Both = Type.Object({ en: Type.String(), zh: Type.String() });

/** GET /api/sql/schema: what can be asked, and what keeps the door shut if anything does. */
export const SqlSchema = Type.Object({
  closed: nullable(Both),
  masked: Type.Boolean(),
  zone: Type.String(),
  limits: Type.Object({
    rows: Type.Integer(),
    fileRows: Type.Integer(),
    seconds: Type.Integer(),
    atOnce: Type.Integer(),
  }),
  views: Type.Array(
    Type.Object({
      name: Type.String(),
      about: Both,
      columns: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), about: Both })),
    }),
  ),
});
export type SqlSchema = Static<typeof SqlSchema>;

/** A query kept under a name, for everybody of the workspace who may ask. */
export const SavedQuery = Type.Object({
  id: Id,
  name: Type.String(),
  text: Type.String(),
  owner: Type.String(),
  own: Type.Boolean(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type SavedQuery = Static<typeof SavedQuery>;
export const SavedQueryPage = pageOf(SavedQuery);
export const SavedQueryList = listQuery({});

const QueryName = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
/** POST /api/sql/queries. */
export const SavedQueryDraft = Type.Object(
  { name: QueryName, text: QueryText },
  { additionalProperties: false },
);
export type SavedQueryDraft = Static<typeof SavedQueryDraft>;
/** PATCH /api/sql/queries/:id: by who saved it, or an administrator. */
export const SavedQueryPatch = Type.Partial(Type.Object({ name: QueryName, text: QueryText }), {
  additionalProperties: false,
  minProperties: 1,
});
export type SavedQueryPatch = Static<typeof SavedQueryPatch>;

/** One run of one's own (GET /api/sql/runs), latest first. */
export const SqlRun = Type.Object({
  id: Id,
  kind: Type.Enum(['screen', 'csv', 'parquet']),
  text: Type.String(),
  at: Instant,
  ms: Type.Integer(),
  rows: Type.Integer(),
  error: nullable(Type.String()),
});
export type SqlRun = Static<typeof SqlRun>;
export const SqlRunPage = pageOf(SqlRun);
export const SqlRunList = listQuery({});

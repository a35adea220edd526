import { type Static, Type } from 'typebox';
import { listQuery, pageOf } from './page.ts';

/** What delivers events: a website, a server of the brand, a mini program, an import run, a connector. */
export const SourceKind = Type.Union([
  Type.Literal('browser'),
  Type.Literal('server'),
  Type.Literal('mini_program'),
  Type.Literal('import'),
  Type.Literal('connector'),
]);

/**
 * When silence is a fault: longer than three times its longest silence of the last 14 days, as people say, or never.
 * Imports and other history do not count as deliveries.
 */
export const StaleRule = Type.Union([Type.Literal('learned'), Type.Literal('hand'), Type.Literal('never')]);
export type StaleRule = Static<typeof StaleRule>;

export const Source = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  kind: SourceKind,
  /** The whole key of a browser or mini program source (public by nature); null for a secret one. */
  writeKey: Type.Union([Type.String(), Type.Null()]),
  /** First characters of the key, to recognise a secret one by. */
  keyHint: Type.Union([Type.String(), Type.Null()]),
  /** Events that name no channel get this one. */
  channel: Type.Union([Type.String(), Type.Null()]),
  state: Type.Union([
    Type.Literal('new'),
    Type.Literal('active'),
    Type.Literal('stale'),
    Type.Literal('disabled'),
  ]),
  createdAt: Type.Integer(),
  lastEventAt: Type.Union([Type.Integer(), Type.Null()]),
  staleRule: StaleRule,
  /** The silence that is in force as the limit, ms; null: none, or not learned yet. */
  staleAfterMs: Type.Union([Type.Integer(), Type.Null()]),
  /** When the limit was passed (workspace's clock); null: it was not. */
  staleSince: Type.Union([Type.Integer(), Type.Null()]),
  /** Events accepted and refused in all, and since midnight UTC. */
  accepted: Type.Integer(),
  refused: Type.Integer(),
  acceptedToday: Type.Integer(),
  refusedToday: Type.Integer(),
});
export type Source = Static<typeof Source>;

export const NewSource = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    kind: Type.Union([Type.Literal('browser'), Type.Literal('server'), Type.Literal('mini_program')]),
    channel: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Null()])),
    staleRule: Type.Optional(StaleRule),
    staleAfterMs: Type.Optional(Type.Union([Type.Integer({ minimum: 60_000 }), Type.Null()])),
  },
  { additionalProperties: false },
);
export type NewSource = Static<typeof NewSource>;

/** The key itself is answered only here, when the source is made or its key renewed. */
export const CreatedSource = Type.Object({ source: Source, writeKey: Type.String() });
export type CreatedSource = Static<typeof CreatedSource>;

export const SourceChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    channel: Type.Optional(Type.Union([Type.String({ maxLength: 100 }), Type.Null()])),
    staleRule: Type.Optional(StaleRule),
    staleAfterMs: Type.Optional(Type.Union([Type.Integer({ minimum: 60_000 }), Type.Null()])),
    disabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SourceChange = Static<typeof SourceChange>;

/** `GET /api/sources` */
export const SourceList = Type.Object({ items: Type.Array(Source) });
export type SourceList = Static<typeof SourceList>;

/** Volume by day of one source: `GET /api/sources/:id/days` (last 30 days with traffic, oldest first). */
export const SourceDays = Type.Object({
  items: Type.Array(Type.Object({ day: Type.String(), accepted: Type.Integer(), refused: Type.Integer() })),
});
export type SourceDays = Static<typeof SourceDays>;

/** One event as the live stream and the list of recent events show it. */
export const StreamEvent = Type.Object({
  seq: Type.Integer(),
  name: Type.String(),
  family: Type.String(),
  occurredAt: Type.Integer(),
  receivedAt: Type.Integer(),
  history: Type.Boolean(),
  /** 0: nobody. */
  customer: Type.Integer(),
  sourceId: Type.Union([Type.Integer(), Type.Null()]),
  channel: Type.Union([Type.String(), Type.Null()]),
  amountMinor: Type.Union([Type.Integer(), Type.Null()]),
  messageId: Type.String(),
  identities: Type.Array(
    Type.Object({ namespace: Type.String(), value: Type.String(), verified: Type.Boolean() }),
  ),
  properties: Type.Record(Type.String(), Type.Unknown()),
  context: Type.Record(Type.String(), Type.Unknown()),
});
export type StreamEvent = Static<typeof StreamEvent>;

/** `GET /api/events/recent`: newest first. */
export const RecentQuery = listQuery({
  name: Type.Optional(Type.String()),
  sourceId: Type.Optional(Type.Integer()),
});
export const RecentEvents = pageOf(StreamEvent);
export type RecentEvents = Static<typeof RecentEvents>;

/**
 * `GET /api/live`: server-sent events. `event: events` carries `StreamEvent[]` as they are logged (at most 50 a
 * message, `skipped` more when traffic is faster); `event: tick` carries `{ seq }`; a comment every 15 s keeps it open.
 */
export const LiveMessage = Type.Object({
  seq: Type.Integer(),
  events: Type.Array(StreamEvent),
  skipped: Type.Integer(),
});
export type LiveMessage = Static<typeof LiveMessage>;

/** `POST /api/engine/rebuild` and `GET /api/engine`. */
export const EngineState = Type.Object({
  lastSeq: Type.Integer(),
  exportedSeq: Type.Integer(),
  waitingEvents: Type.Integer(),
  oldestWaitingAt: Type.Union([Type.Integer(), Type.Null()]),
  failedRows: Type.Integer(),
  exportError: Type.Union([Type.String(), Type.Null()]),
  commands: Type.Array(
    Type.Object({
      id: Type.Integer(),
      kind: Type.String(),
      state: Type.String(),
      requestedAt: Type.Integer(),
      requestedBy: Type.String(),
      finishedAt: Type.Union([Type.Integer(), Type.Null()]),
      events: Type.Union([Type.Integer(), Type.Null()]),
      error: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type EngineState = Static<typeof EngineState>;

import { type Static, Type } from 'typebox';
import { ConnectionType } from './channels.ts';
import { Instant, listQuery, nullable } from './page.ts';

const Connected = {
  people: Type.Integer(),
  /** Of these, connected since `since` for the first time. */
  fresh: Type.Integer(),
};

/** GET /api/pond/connections. `days`: how far growth looks back. */
export const ConnectionQuery = Type.Object(
  {
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3660, default: 30 })),
    play: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);

/**
 * Who is connected by which type and platform (ACQ-06): entered by a relation, or seen there under a known identity. A person
 * counts in every cell they are in, and once in a type and in the total.
 */
export const Connections = Type.Object({
  since: Instant,
  total: Type.Integer(),
  fresh: Type.Integer(),
  types: Type.Array(Type.Object({ type: ConnectionType, ...Connected })),
  cells: Type.Array(
    Type.Object({
      type: ConnectionType,
      platform: Type.String({ description: 'A channel without a platform stands for itself' }),
      channels: Type.Array(Type.String()),
      ...Connected,
    }),
  ),
  /** People connected by both. */
  overlaps: Type.Array(Type.Object({ a: ConnectionType, b: ConnectionType, people: Type.Integer() })),
  /** ACQ-44: customers with an owned, reachable identity ÷ all customers. */
  direct: Type.Object({
    customers: Type.Integer(),
    reachable: Type.Integer(),
    ratio: nullable(Type.Number()),
  }),
});
export type Connections = Static<typeof Connections>;

/** GET /api/pond/connections/people: those in a cell; with `and` those in that type too. */
export const ConnectionPeopleQuery = listQuery({
  type: Type.Optional(ConnectionType),
  platform: Type.Optional(Type.String({ maxLength: 200 })),
  and: Type.Optional(ConnectionType),
  play: Type.Optional(Type.String({ maxLength: 200 })),
});
export type ConnectionPeopleQuery = Static<typeof ConnectionPeopleQuery>;

/** A side by which channels can be laid out (ACQ-41). */
export const PivotSide = Type.Enum(['form', 'line', 'domainClass', 'carrier', 'connection', 'trend']);
export type PivotSide = Static<typeof PivotSide>;

/** GET /api/pond/pivot. */
export const PivotQuery = Type.Object({ row: PivotSide, column: PivotSide }, { additionalProperties: false });
export type PivotQuery = Static<typeof PivotQuery>;

const PivotCounts = { people: Type.Integer(), private: Type.Integer() };
export const Pivot = Type.Object({
  row: PivotSide,
  column: PivotSide,
  total: Type.Object(PivotCounts),
  cells: Type.Array(
    Type.Object({
      row: nullable(Type.String()),
      column: nullable(Type.String()),
      ...PivotCounts,
      /** Channels in it; `-`: without a channel. */
      channels: Type.Array(Type.String()),
    }),
  ),
});
export type Pivot = Static<typeof Pivot>;

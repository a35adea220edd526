import { pondReasons, pondStateNames } from '@yutang/core/pond';
import { type Static, Type } from 'typebox';
import { DomainClass } from './channels.ts';
import { CustomerPage, PondFlags } from './customers.ts';
import { Id, Instant, listQuery, nullable, pageOf, pageQuery } from './page.ts';

/** The states people are counted in. `visitor`: only weak identities · `stock`: identifiable but not private. */
export const PondState = Type.Enum([...pondStateNames]);
export type PondState = Static<typeof PondState>;

/** Why a person's state changed. */
export const PondReason = Type.Enum([...pondReasons]);
export type PondReason = Static<typeof PondReason>;

/** How many people are in each state. Three parts and their intersection: not disjoint; `visitor + identifiable = people`. */
export const PondCounts = Type.Object({
  people: Type.Integer(),
  visitor: Type.Integer(),
  identifiable: Type.Integer(),
  reachable: Type.Integer(),
  operable: Type.Integer(),
  private: Type.Integer(),
  stock: Type.Integer(),
});
export type PondCounts = Static<typeof PondCounts>;

/** Why the pond is empty, and what to do next; null when it is not. `people`: how many stand at that point. */
export const EmptyReason = nullable(
  Type.Object({
    code: Type.Enum([
      'no_events',
      'only_visitors',
      'nobody_reachable',
      'nobody_operable',
      'parts_never_meet',
    ]),
    people: Type.Integer(),
  }),
);

/** Whose figures: by owner and outlet of today. */
const ofWhom = {
  owner: Type.Optional(
    Type.String({ maxLength: 200, description: 'Staff reference; `-`: without an owner' }),
  ),
  outlet: Type.Optional(Type.String({ maxLength: 200, description: '`-`: without an outlet' })),
};

/** Query of GET /api/pond. */
export const PondQuery = Type.Object(ofWhom, { additionalProperties: false });
export type PondQuery = Static<typeof PondQuery>;

/** GET /api/pond: now. A person's channel is that of the first touch; its domain class is the channel's of today. */
export const PondOverview = Type.Object({
  /** Log position the numbers stand at. */
  upTo: Type.Integer(),
  counts: PondCounts,
  byChannel: Type.Array(
    Type.Object({
      channel: nullable(Type.String({ description: 'null: no event of the person named a channel' })),
      title: nullable(Type.String()),
      domainClass: nullable(DomainClass),
      counts: PondCounts,
    }),
  ),
  byDomainClass: Type.Array(Type.Object({ domainClass: nullable(DomainClass), counts: PondCounts })),
  empty: EmptyReason,
});
export type PondOverview = Static<typeof PondOverview>;

/** Query of GET /api/pond/parts. */
export const PondPartsQuery = Type.Object(
  { by: Type.Enum(['outlet', 'owner']) },
  { additionalProperties: false },
);
export type PondPartsQuery = Static<typeof PondPartsQuery>;

/** GET /api/pond/parts: the whole pool by where people belong. Parts are disjoint and add up to the overview's counts. */
export const PondParts = Type.Object({
  /** The 200 with most private customers; the rest is added up in `others`. */
  items: Type.Array(
    Type.Object({
      key: nullable(Type.String({ description: 'Outlet or staff reference; null: none' })),
      title: nullable(Type.String({ description: 'Its name, where it is on record' })),
      counts: PondCounts,
      netMinor: Type.Integer(),
    }),
  ),
  others: Type.Object({ parts: Type.Integer(), counts: PondCounts, netMinor: Type.Integer() }),
});
export type PondParts = Static<typeof PondParts>;

export const FlowUnit = Type.Enum(['day', 'week', 'month']);

/** GET /api/pond/flow. `from ≤ at < to`; default the last 30 days to now. Buckets begin at local midnight of the workspace's zone; weeks on Monday. */
export const PondFlowQuery = Type.Object(
  {
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    unit: Type.Optional(FlowUnit),
    channel: Type.Optional(Type.String({ maxLength: 200 })),
    play: Type.Optional(Type.String({ maxLength: 200, description: 'Changes whose event carried it' })),
    ...ofWhom,
  },
  { additionalProperties: false },
);
export type PondFlowQuery = Static<typeof PondFlowQuery>;

/** Into and out of the private pond in one bucket. `end` = people in the pond when the bucket ended. */
export const PondFlowBucket = Type.Object({
  start: Instant,
  /** `2026-03-08`, the local day the bucket begins with. */
  label: Type.String(),
  entered: Type.Integer(),
  left: Type.Integer(),
  end: Type.Integer(),
  reasons: Type.Array(
    Type.Object({
      reason: PondReason,
      direction: Type.Enum(['in', 'out']),
      people: Type.Integer(),
    }),
  ),
});
export const PondFlow = Type.Object({
  from: Instant,
  to: Instant,
  zone: Type.String(),
  unit: FlowUnit,
  /** People in the pond at `from`. */
  start: Type.Integer(),
  buckets: Type.Array(PondFlowBucket),
});
export type PondFlow = Static<typeof PondFlow>;

/**
 * GET /api/pond/people: the people behind a number. Without `direction` those in `state` now; with it those who
 * entered or left the pond (`from ≤ at < to`, or the local day `day`), newest first, each change one item.
 */
export const PondPeopleQuery = Type.Object(
  {
    ...pageQuery,
    state: Type.Optional(PondState),
    /** `-` asks for people without a channel. */
    channel: Type.Optional(Type.String({ maxLength: 200 })),
    domainClass: Type.Optional(DomainClass),
    direction: Type.Optional(Type.Enum(['in', 'out'])),
    /** People who came into the pond in the period, each once; `channel` is then that of their first touch. */
    entered: Type.Optional(Type.Boolean()),
    reason: Type.Optional(PondReason),
    /** With `direction`: changes whose event carried it. Without: people who had an event of it. */
    play: Type.Optional(Type.String({ maxLength: 200 })),
    day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    ...ofWhom,
  },
  { additionalProperties: false },
);
export type PondPeopleQuery = Static<typeof PondPeopleQuery>;

/** Same list shape as GET /api/customers. A person who was merged away since stands as the survivor. */
export const PondPeople = CustomerPage;
export type PondPeople = Static<typeof PondPeople>;

/** One change of a person's state (GET /api/customers/:id/pond, newest first). */
export const PondChange = Type.Object({
  at: Instant,
  seq: Id,
  /** null: did not exist before. */
  from: nullable(PondFlags),
  /** null: exists no more (merged away, erased). */
  to: nullable(PondFlags),
  reason: PondReason,
  channel: nullable(Type.String()),
});
export const PondChangePage = pageOf(PondChange);
export type PondChangePage = Static<typeof PondChangePage>;

/** A channel and campaign that brought somebody, and when. */
export const TouchSource = Type.Object({
  channel: nullable(Type.String()),
  campaign: nullable(Type.String()),
  at: Instant,
});

/** ACQ-03: a person's first move from a more public to a more private container. */
export const Settlement = Type.Object({
  customer: Id,
  name: nullable(Type.String()),
  /** Home (identity number) that made the move. */
  home: Id,
  at: Instant,
  fromChannel: nullable(Type.String()),
  fromClass: nullable(DomainClass),
  toChannel: Type.String(),
  toClass: DomainClass,
  campaign: nullable(Type.String()),
  staff: nullable(Type.String()),
  code: nullable(Type.String()),
  /** What was paid for this person's touches since the settlement before (minor units). */
  costMinor: Type.Integer(),
  firstTouch: nullable(TouchSource),
  lastTouch: nullable(TouchSource),
});
export type Settlement = Static<typeof Settlement>;

/** GET /api/pond/settlements, newest first. */
export const SettlementQuery = listQuery({
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  fromClass: Type.Optional(DomainClass),
  toClass: Type.Optional(DomainClass),
  fromChannel: Type.Optional(Type.String({ maxLength: 200 })),
  toChannel: Type.Optional(Type.String({ maxLength: 200 })),
  campaign: Type.Optional(Type.String({ maxLength: 200 })),
  customer: Type.Optional(Id),
});
export type SettlementQuery = Static<typeof SettlementQuery>;
export const SettlementPage = pageOf(Settlement);
export type SettlementPage = Static<typeof SettlementPage>;

/** Period of a report: GET /api/pond/conversion and /api/pond/costs. `from ≤ at < to`; default the last 30 days. */
export const PeriodQuery = Type.Object(
  { from: Type.Optional(Instant), to: Type.Optional(Instant) },
  { additionalProperties: false },
);
export type PeriodQuery = Static<typeof PeriodQuery>;
const ConversionRow = Type.Object({
  exposed: Type.Integer({ description: 'Unique people with an event there in the period' }),
  settled: Type.Integer({ description: 'Settlement rows out of it in the period' }),
  toPrivate: Type.Integer({ description: 'Of these, straight into a private container' }),
  rate: nullable(Type.Number({ description: 'settled ÷ exposed; null when nobody was exposed' })),
});
/** GET /api/pond/conversion: settlements that left a class ÷ unique people exposed in channels of that class. */
export const Conversion = Type.Object({
  upTo: Type.Integer(),
  total: ConversionRow,
  byDomainClass: Type.Array(Type.Object({ domainClass: DomainClass, ...ConversionRow.properties })),
  byChannel: Type.Array(
    Type.Object({ channel: Type.String(), domainClass: DomainClass, ...ConversionRow.properties }),
  ),
});
export type Conversion = Static<typeof Conversion>;

/**
 * GET /api/pond/costs (ACQ-04). A reach is an event that carries a cost; a repeat reach is any but a person's first in
 * the class and period; a conversion is a paid order of a person reached there before it, in the period.
 */
const CostRow = Type.Object({
  reaches: Type.Integer(),
  people: Type.Integer(),
  repeatReaches: Type.Integer(),
  conversions: Type.Integer(),
  costMinor: Type.Integer(),
  repeatCostMinor: Type.Integer(),
  /** Minor units with fractions; null when the divisor is 0. */
  perReachMinor: nullable(Type.Number()),
  perRepeatReachMinor: nullable(Type.Number()),
  perConversionMinor: nullable(Type.Number()),
});
export const Costs = Type.Object({
  upTo: Type.Integer(),
  currency: Type.String(),
  byDomainClass: Type.Array(Type.Object({ domainClass: DomainClass, ...CostRow.properties })),
  byChannel: Type.Array(
    Type.Object({ channel: Type.String(), domainClass: DomainClass, ...CostRow.properties }),
  ),
});
export type Costs = Static<typeof Costs>;

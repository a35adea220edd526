import { type Static, Type } from 'typebox';
import { ChannelTrend, DomainClass } from './channels.ts';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';
import { Day } from './plays.ts';

/** What money was paid for: new people, or reaching those who are known. */
export const SpendKind = Type.Enum(['acquisition', 'reach']);
export type SpendKind = Static<typeof SpendKind>;

const Name = Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S(.*\\S)?$' });
const Count = Type.Integer({ minimum: 0, maximum: 1e15 });

const line = {
  day: Day,
  kind: SpendKind,
  channel: Name,
  play: nullable(Name),
  campaign: nullable(Name),
  outlet: nullable(Name),
  amountMinor: Type.Integer({
    minimum: 0,
    maximum: 1e13,
    description: 'Minor units of the workspace’s currency',
  }),
  impressions: nullable(Count),
  clicks: nullable(Count),
};

/** One line of spend. */
export const Spend = Type.Object({
  id: Id,
  ...line,
  /** The caller's own name of the line, where it has one. */
  key: nullable(Type.String()),
  /** The file that brought it. */
  file: nullable(Id),
  writtenAt: Instant,
  writtenBy: Type.String(),
});
export type Spend = Static<typeof Spend>;

const optional = Type.Partial(
  Type.Pick(Type.Object(line), ['kind', 'play', 'campaign', 'outlet', 'impressions', 'clicks']),
).properties;
const drafted = { day: line.day, channel: line.channel, amountMinor: line.amountMinor, ...optional };

/** POST /api/spend. `kind` is acquisition unless told. */
export const SpendDraft = Type.Object(drafted, { additionalProperties: false });
export type SpendDraft = Static<typeof SpendDraft>;

/** PATCH /api/spend/:id. */
export const SpendPatch = Type.Partial(Type.Object(line), { additionalProperties: false, minProperties: 1 });
export type SpendPatch = Static<typeof SpendPatch>;

/** PUT /api/spend/lines: each line has a name of the caller's; sent again it replaces what it said before. */
export const SpendLines = Type.Object(
  {
    lines: Type.Array(
      Type.Object(
        { key: Type.String({ minLength: 1, maxLength: 200 }), ...drafted },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  { additionalProperties: false },
);
export type SpendLines = Static<typeof SpendLines>;
export const SpendWritten = Type.Object({ added: Type.Integer(), replaced: Type.Integer() });
export type SpendWritten = Static<typeof SpendWritten>;

const narrowing = {
  from: Type.Optional(Day),
  /** The last day, included. */
  to: Type.Optional(Day),
  kind: Type.Optional(SpendKind),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  play: Type.Optional(Type.String({ maxLength: 200 })),
  outlet: Type.Optional(Type.String({ maxLength: 200 })),
  file: Type.Optional(Id),
};

/** GET /api/spend, latest day first. */
export const SpendQuery = listQuery(narrowing);
export type SpendQuery = Static<typeof SpendQuery>;
export const SpendPage = Type.Object({
  ...pageOf(Spend).properties,
  currency: Type.String(),
  /** Sum of all that fits the filters. */
  sumMinor: Type.Integer(),
});
export type SpendPage = Static<typeof SpendPage>;

/** A file as text, and how it is called. */
export const SpendFileRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    text: Type.String({ minLength: 1, maxLength: 4_000_000 }),
    /** Takes in the good lines although there are bad ones. */
    skipBad: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SpendFileRequest = Static<typeof SpendFileRequest>;

/** POST /api/spend/files/preview: what the file says, and which lines cannot be read. */
export const SpendPreview = Type.Object({
  columns: Type.Array(Type.Object({ title: Type.String(), field: nullable(Type.String()) })),
  lines: Type.Integer(),
  amountMinor: Type.Integer(),
  currency: Type.String(),
  firstDay: nullable(Day),
  lastDay: nullable(Day),
  sample: Type.Array(Type.Object(line)),
  /** At most 100; `bad` counts all. */
  errors: Type.Array(
    Type.Object({ line: Type.Integer(), field: Type.String(), value: Type.String(), reason: Type.String() }),
  ),
  bad: Type.Integer(),
  /** Lines of the file for whose day, channel, play, campaign and outlet something is written down already: both count. */
  known: Type.Object({
    lines: Type.Integer(),
    amountMinor: Type.Integer(),
    files: Type.Array(Type.String()),
  }),
});
export type SpendPreview = Static<typeof SpendPreview>;

/** A file that was taken in. */
export const SpendFile = Type.Object({
  id: Id,
  name: Type.String(),
  lines: Type.Integer(),
  amountMinor: Type.Integer(),
  uploadedAt: Instant,
  uploadedBy: Type.String(),
  undoneAt: nullable(Instant),
  undoneBy: nullable(Type.String()),
});
export type SpendFile = Static<typeof SpendFile>;
export const SpendFileQuery = listQuery({});
export const SpendFilePage = pageOf(SpendFile);
export type SpendFilePage = Static<typeof SpendFilePage>;

/** Period of a spend report; default the last 90 days. */
export const SpendPeriod = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    play: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type SpendPeriod = Static<typeof SpendPeriod>;

/**
 * GET /api/spend/channels (ACQ-05): spend and what a new private customer cost, by channel of the person's first touch. With `play`
 * only spend and entries of that play.
 */
export const SpendByChannel = Type.Object({
  from: Day,
  /** Included. */
  to: Day,
  /** The same period as instants, `start ≤ at < end`: for the people behind. */
  start: Instant,
  end: Instant,
  currency: Type.String(),
  acquisitionMinor: Type.Integer(),
  reachMinor: Type.Integer(),
  newPrivate: Type.Integer(),
  items: Type.Array(
    Type.Object({
      /** null: nothing says where they came from. */
      channel: nullable(Type.String()),
      domainClass: nullable(DomainClass),
      trend: nullable(ChannelTrend),
      acquisitionMinor: Type.Integer(),
      reachMinor: Type.Integer(),
      impressions: Type.Integer(),
      clicks: Type.Integer(),
      /** False: nobody entered any spend for this channel in the period, so nothing can be said of its cost. */
      entered: Type.Boolean(),
      /** People who came into the pond in the period, by the channel of their first touch. */
      newPrivate: Type.Integer(),
      /** Acquisition spend ÷ new private customers; null without spend or without people. */
      perNewPrivateMinor: nullable(Type.Number()),
    }),
  ),
});
export type SpendByChannel = Static<typeof SpendByChannel>;

/** GET /api/spend/scale. */
export const ScaleQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    unit: Type.Optional(Type.Enum(['day', 'week', 'month'])),
  },
  { additionalProperties: false },
);
export type ScaleQuery = Static<typeof ScaleQuery>;

/** ACQ-05: the pool at the end of a day, week or month, with what was paid and ordered in it. */
export const PoolSnapshot = Type.Object({
  /** First local day of it. */
  label: Day,
  strictPrivate: Type.Integer(),
  stock: Type.Integer(),
  /** Orders paid in it. */
  orders: Type.Integer(),
  acquisitionMinor: Type.Integer(),
  reachMinor: Type.Integer(),
  /** (acquisition + reach spend) ÷ paid orders; null without orders or without any spend. */
  perOrderMinor: nullable(Type.Number()),
});
export const ScaleCurve = Type.Object({
  currency: Type.String(),
  unit: Type.Enum(['day', 'week', 'month']),
  from: Day,
  to: Day,
  items: Type.Array(PoolSnapshot),
});
export type ScaleCurve = Static<typeof ScaleCurve>;

/** GET /api/credits (ID-09). `from ≤ order < to`; default the last 30 days. */
export const CreditQuery = Type.Object(
  {
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    channel: Type.Optional(Type.String({ maxLength: 200 })),
    play: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type CreditQuery = Static<typeof CreditQuery>;

const CreditFigures = Type.Object({
  orders: Type.Integer(),
  buyers: Type.Integer(),
  paidMinor: Type.Integer(),
});
/**
 * Orders credited to the last touch before them: an event of the person that is no order and carries a campaign, a content, a play, a
 * code or a cost, at most `windowDays` before the order.
 */
export const Credits = Type.Object({
  upTo: Type.Integer(),
  currency: Type.String(),
  windowDays: Type.Integer(),
  from: Instant,
  to: Instant,
  total: CreditFigures,
  /** Orders with no touch in the window, or of nobody known. */
  uncredited: Type.Object({ orders: Type.Integer(), paidMinor: Type.Integer() }),
  /** Channel × content × play, most orders first. */
  items: Type.Array(
    Type.Object({
      channel: nullable(Type.String()),
      content: nullable(Type.String()),
      play: nullable(Type.String()),
      /** People with such a touch in the period or the window before it. */
      touched: Type.Integer(),
      ...CreditFigures.properties,
      /** Buyers ÷ touched. */
      rate: Type.Number(),
    }),
  ),
});
export type Credits = Static<typeof Credits>;

/** GET /api/credits/people: the buyers behind a cell. `-`: none. */
export const CreditPeopleQuery = listQuery({
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  content: Type.Optional(Type.String({ maxLength: 200 })),
  play: Type.Optional(Type.String({ maxLength: 200 })),
});
export type CreditPeopleQuery = Static<typeof CreditPeopleQuery>;

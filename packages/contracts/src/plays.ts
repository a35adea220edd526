import { type Static, Type } from 'typebox';
import { Instant, nullable } from './page.ts';

/** A calendar day of the workspace, `2026-03-08`. */
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Local day, 2026-03-08' });

export const PlayStatus = Type.Enum(['draft', 'running', 'paused', 'finished']);
export type PlayStatus = Static<typeof PlayStatus>;

/** What events carry in `play`. */
export const PlayCode = Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' });

const told = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  goal: nullable(Type.String({ maxLength: 500 })),
  owner: nullable(Type.String({ maxLength: 100, description: 'Who answers for it' })),
  /** First and last local day; null: open. */
  startsOn: nullable(Day),
  endsOn: nullable(Day),
  budgetMinor: nullable(Type.Integer({ minimum: 0, maximum: 1e13 })),
  hypothesis: nullable(Type.String({ maxLength: 2000 })),
  status: PlayStatus,
};

/** One named effort, with what it has so far. */
export const Play = Type.Object({
  code: Type.String(),
  ...told,
  /** False for a code that appeared in events and that nobody has described. */
  described: Type.Boolean(),
  archivedAt: nullable(Instant),
  /** People known today who had an event of it. */
  people: Type.Integer(),
  events: Type.Integer(),
  firstAt: nullable(Instant),
  lastAt: nullable(Instant),
  spendMinor: Type.Integer({ description: 'All spend entered for it' }),
});
export type Play = Static<typeof Play>;

/** GET /api/plays: all of them, running ones first. */
export const PlayQuery = Type.Object(
  { archived: Type.Optional(Type.Boolean({ description: 'Archived ones too' })) },
  { additionalProperties: false },
);
export const PlayList = Type.Object({ items: Type.Array(Play), currency: Type.String() });
export type PlayList = Static<typeof PlayList>;

export const PlayParams = Type.Object({ code: Type.String({ minLength: 1, maxLength: 200 }) });

/** POST /api/plays. */
export const PlayDraft = Type.Object(
  { code: PlayCode, name: told.name, ...Type.Partial(Type.Omit(Type.Object(told), ['name'])).properties },
  { additionalProperties: false },
);
export type PlayDraft = Static<typeof PlayDraft>;

/** PATCH /api/plays/:code. `archived: false` brings it back. */
export const PlayPatch = Type.Partial(Type.Object({ ...told, archived: Type.Boolean() }), {
  additionalProperties: false,
  minProperties: 1,
});
export type PlayPatch = Static<typeof PlayPatch>;

/** What a play brought, over all time. Orders are those credited to it: see GET /api/credits. */
export const PlayFigures = Type.Object({
  upTo: Type.Integer(),
  entered: Type.Integer({ description: 'Entries into the pond by an event of the play' }),
  left: Type.Integer(),
  orders: Type.Integer(),
  buyers: Type.Integer(),
  paidMinor: Type.Integer(),
  acquisitionMinor: Type.Integer(),
  reachMinor: Type.Integer(),
  impressions: Type.Integer(),
  clicks: Type.Integer(),
  /** Minor units with fractions; null when nothing was spent or the divisor is 0. */
  perPersonMinor: nullable(Type.Number()),
  perEntryMinor: nullable(Type.Number()),
  perOrderMinor: nullable(Type.Number()),
});
export type PlayFigures = Static<typeof PlayFigures>;

/** GET /api/plays/:code. */
export const PlayPage = Type.Object({ play: Play, figures: PlayFigures, currency: Type.String() });
export type PlayPage = Static<typeof PlayPage>;

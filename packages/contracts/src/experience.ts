import { type Static, Type } from 'typebox';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';

const text = (description: string) => Type.Optional(Type.String({ maxLength: 200, description }));

/** What figures and lists of experience are narrowed to. */
export const experienceFilters = {
  from: Type.Optional(Instant),
  to: Type.Optional(Type.Integer({ description: 'Before this instant, epoch ms' })),
  step: text('Step of the service; `-`: none named'),
  channel: text('`-`: none'),
  outlet: text('`-`: none'),
};

export const ExperienceQuery = Type.Object(
  { ...experienceFilters, by: Type.Optional(Type.Enum(['step', 'channel', 'outlet'])) },
  { additionalProperties: false },
);
export type ExperienceQuery = Static<typeof ExperienceQuery>;

/** A figure with its 95 % interval; null below `few` answers. */
const estimate = {
  value: nullable(Type.Number()),
  low: nullable(Type.Number()),
  high: nullable(Type.Number()),
};

/** What people said. Satisfied: 4 or 5 of 5; on another scale the same part of it. `value` of csat 0…1, of nps −100…100. */
export const ExperienceFigures = Type.Object({
  csat: Type.Object({
    answers: Type.Integer(),
    satisfied: Type.Integer(),
    mean: nullable(Type.Number({ description: '1…5' })),
    ...estimate,
  }),
  nps: Type.Object({
    answers: Type.Integer(),
    promoters: Type.Integer(),
    passives: Type.Integer(),
    detractors: Type.Integer(),
    ...estimate,
  }),
  complaints: Type.Object({ made: Type.Integer(), open: Type.Integer() }),
  /** Scores of the two lowest of five, and of 0 to 6 of ten. */
  low: Type.Integer(),
});
export type ExperienceFigures = Static<typeof ExperienceFigures>;

/** GET /api/experience. `few`: below so many answers no rate is told. */
export const Experience = Type.Object({
  few: Type.Integer(),
  total: ExperienceFigures,
  items: Type.Array(
    Type.Object({
      /** Null: none named. */
      key: nullable(Type.String()),
      figures: ExperienceFigures,
    }),
  ),
});
export type Experience = Static<typeof Experience>;

/** GET /api/experience/entries, newest first. */
export const EntryQuery = listQuery({
  ...experienceFilters,
  kind: Type.Optional(Type.Enum(['csat', 'nps', 'complaint'])),
  low: Type.Optional(Type.Boolean({ description: 'Low scores only' })),
  open: Type.Optional(Type.Boolean({ description: 'Complaints that are not resolved' })),
});
export type EntryQuery = Static<typeof EntryQuery>;

/** A score or a complaint. */
export const ExperienceEntry = Type.Object({
  seq: Id,
  customer: Id,
  name: nullable(Type.String()),
  owner: nullable(Type.String()),
  kind: Type.Enum(['csat', 'nps', 'complaint']),
  score: nullable(Type.Integer()),
  scale: nullable(Type.Integer()),
  low: Type.Boolean(),
  /** Of a complaint; false: resolved. */
  open: Type.Boolean(),
  step: nullable(Type.String()),
  at: Instant,
  channel: nullable(Type.String()),
  outlet: nullable(Type.String()),
  staff: nullable(Type.String()),
  note: nullable(Type.String()),
});
export type ExperienceEntry = Static<typeof ExperienceEntry>;
export const EntryPage = pageOf(ExperienceEntry);
export type EntryPage = Static<typeof EntryPage>;

/** A note of looking after somebody. */
export const FollowUp = Type.Object({
  seq: Id,
  at: Instant,
  by: nullable(Type.String()),
  note: Type.String(),
  nextAt: nullable(Instant),
});
export type FollowUp = Static<typeof FollowUp>;

/** GET /api/customers/:id/experience. `nextAt`: as the latest follow-up says. */
export const CustomerExperience = Type.Object({
  csat: Type.Object({ answers: Type.Integer(), mean: nullable(Type.Number()) }),
  nps: Type.Object({ answers: Type.Integer(), latest: nullable(Type.Integer()) }),
  open: Type.Integer(),
  items: Type.Array(ExperienceEntry, { description: 'The latest 50, newest first' }),
  followUps: Type.Array(FollowUp, { description: 'The latest 50, newest first' }),
  nextAt: nullable(Instant),
});
export type CustomerExperience = Static<typeof CustomerExperience>;

/** POST /api/customers/:id/follow-ups. Answers what is known after the tick that took it in. */
export const FollowUpDraft = Type.Object(
  {
    note: Type.String({ minLength: 1, maxLength: 2000 }),
    nextAt: Type.Optional(nullable(Instant)),
  },
  { additionalProperties: false },
);
export type FollowUpDraft = Static<typeof FollowUpDraft>;

/** POST /api/customers/:id/complaints/:seq/resolve. */
export const ComplaintParams = Type.Object({ id: Id, seq: Id });
export const Resolution = Type.Object(
  { note: Type.Optional(Type.String({ maxLength: 1000 })) },
  { additionalProperties: false },
);
export type Resolution = Static<typeof Resolution>;

/** GET /api/follow-ups: who is to be looked after next, soonest first. */
export const FollowUpQuery = listQuery({
  owner: text('Staff reference; `-`: without an owner'),
  due: Type.Optional(Type.Boolean({ description: 'Only those whose day has come' })),
});
export type FollowUpQuery = Static<typeof FollowUpQuery>;
export const FollowUpPage = pageOf(
  Type.Object({
    customer: Id,
    name: nullable(Type.String()),
    owner: nullable(Type.String()),
    nextAt: Instant,
    due: Type.Boolean(),
    note: Type.String(),
    by: nullable(Type.String()),
    at: Instant,
  }),
);
export type FollowUpPage = Static<typeof FollowUpPage>;

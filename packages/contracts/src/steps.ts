import { type Static, Type } from 'typebox';
import { Instant, listQuery, nullable } from './page.ts';

const key = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' });
const described = {
  name: nullable(
    Type.String({ minLength: 1, maxLength: 40, description: 'null: as the platform calls the key' }),
  ),
  events: Type.Array(Type.String({ minLength: 1, maxLength: 256, pattern: '^[^\\u0000]*$' }), {
    minItems: 1,
    maxItems: 20,
    description: 'Names of events, any of which is a data point',
  }),
  channel: nullable(
    Type.String({ minLength: 1, maxLength: 200, description: 'Only events of this channel; null: of any' }),
  ),
  times: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'Data points a person needs; events of one order are one',
  }),
};

/** One step on the way to a loyal customer (DAT-18), and which events are a data point of it. */
export const Step = Type.Object({ key, ...described });
export type Step = Static<typeof Step>;

/** GET, PUT and DELETE /api/steps, in their order. `own` false: the list that came with the platform. */
export const StepList = Type.Object({ own: Type.Boolean(), steps: Type.Array(Step) });
export type StepList = Static<typeof StepList>;

/** PUT /api/steps: the whole list. A step without `key` is new; only the platform’s own keys go without a name. */
export const StepListDraft = Type.Object(
  {
    steps: Type.Array(
      Type.Object({ key: Type.Optional(key), ...described }, { additionalProperties: false }),
      {
        minItems: 1,
        maxItems: 20,
      },
    ),
  },
  { additionalProperties: false },
);
export type StepListDraft = Static<typeof StepListDraft>;

const window = {
  from: Type.Optional(Instant),
  to: Type.Optional(Type.Integer({ description: 'Before this instant, epoch ms' })),
  channel: Type.Optional(Type.String({ maxLength: 200, description: 'People with an event there' })),
  play: Type.Optional(Type.String({ maxLength: 200, description: 'People with an event of it' })),
};

/** GET /api/steps/report: of events in `from ≤ occurred_at < to`; all there are, unless told. */
export const StepReportQuery = Type.Object(window, { additionalProperties: false });
export type StepReportQuery = Static<typeof StepReportQuery>;

/** `people`: everybody with an event in the window, visitors included. */
export const StepReport = Type.Object({
  /** Log position up to which the event store answered. */
  upTo: Type.Integer(),
  own: Type.Boolean(),
  people: Type.Integer(),
  steps: Type.Array(
    Type.Object({
      ...Step.properties,
      people: Type.Integer({ description: 'Of these, how many have the data points' }),
      share: nullable(Type.Number({ description: '÷ all people, 0 … 1; null: nobody there' })),
      tracked: Type.Boolean({
        description: 'Whether any such event arrived in the window, of whomever, whatever the filters',
      }),
      lastAt: nullable(Instant),
    }),
  ),
});
export type StepReport = Static<typeof StepReport>;

/** GET /api/steps/people: who has the data points of a step, or with `missing` who lacks them. */
export const StepPeopleQuery = listQuery({
  ...window,
  step: key,
  missing: Type.Optional(Type.Boolean()),
});
export type StepPeopleQuery = Static<typeof StepPeopleQuery>;

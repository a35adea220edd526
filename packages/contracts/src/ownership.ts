import { type Static, Type } from 'typebox';
import { DomainClass } from './channels.ts';
import { CustomerQuery, TimelineEvent } from './customers.ts';
import { Id, Instant, nullable, pageOf, pageQuery } from './page.ts';

const { limit: _limit, cursor: _cursor, ...filters } = CustomerQuery.properties;
const Ref = Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' });

/** Which outlet of a person a rule goes by. `assigned`: the one they belong to · else of the first or last order, or last seen at. */
export const OutletBy = Type.Enum(['assigned', 'first_order', 'last_order', 'last_seen']);
export type OutletBy = Static<typeof OutletBy>;

/** Whom an outlet's customers go to: its staff in turn, whoever owns fewest first · the one in charge of it. */
export const GiveTo = Type.Enum(['in_turn', 'head']);
export type GiveTo = Static<typeof GiveTo>;

/** POST /api/assignments and /preview. People by number, or all that a list shows; then owner, outlet, or the owner by outlet. */
export const AssignmentDraft = Type.Object(
  {
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 5000 })),
    filter: Type.Optional(Type.Object(filters, { additionalProperties: false })),
    owner: Type.Optional(nullable(Ref)),
    outlet: Type.Optional(nullable(Ref)),
    byOutlet: Type.Optional(
      Type.Object({ give: GiveTo, outletBy: Type.Optional(OutletBy) }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);
export type AssignmentDraft = Static<typeof AssignmentDraft>;

/** What an assignment would do. `changing` of `people` change; the others stand so already or are passed over. */
export const AssignmentPreview = Type.Object({
  people: Type.Integer(),
  changing: Type.Integer(),
  noOutlet: Type.Integer(),
  noStaff: Type.Integer(),
  to: Type.Array(
    Type.Object({ owner: Type.String(), name: nullable(Type.String()), people: Type.Integer() }),
  ),
});
export type AssignmentPreview = Static<typeof AssignmentPreview>;

/** People handed over together, newest first (GET /api/assignments). */
export const Assignment = Type.Object({
  id: Id,
  madeAt: Instant,
  madeBy: Type.String(),
  kind: Type.Enum(['hand', 'outlet', 'rule', 'closing']),
  people: Type.Integer(),
  undoneAt: nullable(Instant),
});
export type Assignment = Static<typeof Assignment>;
export const AssignmentQuery = Type.Object(pageQuery, { additionalProperties: false });
export const AssignmentPage = pageOf(Assignment);
export type AssignmentPage = Static<typeof AssignmentPage>;

/** Answer of an assignment or its undoing. `settled`: every figure has it already; else it follows within moments. */
export const Assigned = Type.Object({ assignment: Assignment, settled: Type.Boolean() });
export type Assigned = Static<typeof Assigned>;

/** Who gets new people by themselves; the first rule that finds an owner holds. */
export const AssignmentRule = Type.Object({
  id: Id,
  position: Type.Integer(),
  outletBy: OutletBy,
  give: GiveTo,
  active: Type.Boolean(),
  createdAt: Instant,
  createdBy: Type.String(),
});
export type AssignmentRule = Static<typeof AssignmentRule>;
export const AssignmentRuleList = Type.Object({ items: Type.Array(AssignmentRule) });
export type AssignmentRuleList = Static<typeof AssignmentRuleList>;

/** POST /api/assignment-rules: for people who become known from now on. */
export const AssignmentRuleDraft = Type.Object(
  { outletBy: OutletBy, give: GiveTo },
  { additionalProperties: false },
);
export type AssignmentRuleDraft = Static<typeof AssignmentRuleDraft>;

/** PATCH /api/assignment-rules/:id. Switched on again it is for people known from then on. */
export const AssignmentRulePatch = Type.Object({ active: Type.Boolean() }, { additionalProperties: false });

/** Figures of a unit with everything below it; `unitId` null: who belongs to no unit. They add up to `total`. */
export const UnitFigures = Type.Object({
  unitId: nullable(Type.Integer()),
  people: Type.Integer(),
  reachable: Type.Integer(),
  operable: Type.Integer(),
  private: Type.Integer(),
  unowned: Type.Integer({ description: 'Identifiable, and nobody owns them' }),
  netMinor: Type.Integer(),
});
export type UnitFigures = Static<typeof UnitFigures>;

/** GET /api/organisation/figures. */
export const OrganisationFigures = Type.Object({ total: UnitFigures, units: Type.Array(UnitFigures) });
export type OrganisationFigures = Static<typeof OrganisationFigures>;

/** GET /api/customers/:id/ownership: owner and outlet, why, and every change, newest first. */
export const CustomerOwnership = Type.Object({
  owner: nullable(Type.String()),
  ownerName: nullable(Type.String()),
  ownerSince: nullable(Instant),
  ownerBy: nullable(Type.Enum(['assigned', 'contact'])),
  outlet: nullable(Type.String()),
  outletName: nullable(Type.String()),
  outletBy: nullable(Type.Enum(['assigned', 'member', 'seen'])),
  history: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      at: Instant,
      kind: Type.Enum(['owner', 'outlet']),
      ref: nullable(Type.String({ description: 'null: released, whoever it was' })),
      name: nullable(Type.String()),
      active: Type.Boolean(),
      by: nullable(Type.String()),
      assignment: nullable(Type.Integer()),
    }),
  ),
});
export type CustomerOwnership = Static<typeof CustomerOwnership>;

/** What happened to a customer a staff member owns or served (ID-03). */
export const Dynamic = Type.Object({
  event: TimelineEvent,
  customer: Id,
  customerName: nullable(Type.String()),
  via: Type.Enum(['owner', 'served']),
  opens: Type.Boolean({ description: 'Whether the caller may open the customer’s page' }),
  source: Type.Object({
    namespace: Type.String(),
    value: Type.String({ description: 'Masked unless the customer is the caller’s' }),
  }),
});
export type Dynamic = Static<typeof Dynamic>;
export const DynamicQuery = Type.Object(pageQuery, { additionalProperties: false });
export const DynamicPage = pageOf(Dynamic);
export type DynamicPage = Static<typeof DynamicPage>;

/** Who answers for a channel, and what is promised there (ORG-06). */
export const Duty = Type.Object({
  unitId: Id,
  staffId: nullable(Type.Integer()),
  standard: Type.String(),
  replyMinutes: nullable(Type.Integer()),
  updatedAt: Instant,
  updatedBy: Type.String(),
});

/** A channel as a touchpoint, with its duty; null: nobody answers for it. */
export const Touchpoint = Type.Object({
  channel: Type.String(),
  title: Type.String(),
  domainClass: DomainClass,
  events: Type.Integer(),
  duty: nullable(Duty),
});
export type Touchpoint = Static<typeof Touchpoint>;

/** What is missing at a touchpoint or a step of the journey. `no-touchpoint`: nobody was ever met there. */
export const ExperienceGap = Type.Enum(['no-touchpoint', 'no-owner', 'no-person', 'no-standard']);

/** GET /api/touchpoints/journey: of everybody, or of one customer. */
export const JourneyViewQuery = Type.Object({ customer: Type.Optional(Id) }, { additionalProperties: false });

/** The customer journey across departments (ORG-06), steps in the order people take them. */
export const JourneyView = Type.Object({
  /** Log position of the answer. */
  upTo: Type.Integer(),
  steps: Type.Array(
    Type.Object({
      step: Type.Enum(['meet', 'learn', 'connect', 'talk', 'buy', 'use', 'service', 'share']),
      events: Type.Integer(),
      /** Of them at touchpoints nobody answers for, and at none (no channel named). */
      unowned: Type.Integer(),
      nowhere: Type.Integer(),
      /** Those nobody answers for first, then most events first. */
      touchpoints: Type.Array(Type.Object({ ...Touchpoint.properties, gaps: Type.Array(ExperienceGap) })),
      gaps: Type.Array(ExperienceGap),
    }),
  ),
});
export type JourneyView = Static<typeof JourneyView>;

/** GET /api/touchpoints: channels that events named or that have a duty: those nobody answers for first, then most events first. */
export const TouchpointQuery = Type.Object(
  {
    unit: Type.Optional(Type.Integer({ minimum: 1, description: 'This unit and all below it' })),
    none: Type.Optional(Type.Boolean({ description: 'Only those nobody answers for' })),
  },
  { additionalProperties: false },
);
export const TouchpointList = Type.Object({ items: Type.Array(Touchpoint) });
export type TouchpointList = Static<typeof TouchpointList>;
export const TouchpointParams = Type.Object({ channel: Type.String({ minLength: 1, maxLength: 100 }) });

/** PUT /api/touchpoints/:channel. */
export const DutyDraft = Type.Object(
  {
    unitId: Id,
    staffId: Type.Optional(nullable(Id)),
    standard: Type.String({ maxLength: 500 }),
    replyMinutes: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 100_000 }))),
  },
  { additionalProperties: false },
);
export type DutyDraft = Static<typeof DutyDraft>;

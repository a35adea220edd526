import { type Static, Type } from 'typebox';
import { Edition } from './accounts.ts';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';

const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const Ref = Type.String({ minLength: 1, maxLength: 100, pattern: '^\\S(.*\\S)?$' });

export const UnitKind = Type.Enum(['region', 'outlet', 'department']);
export type UnitKind = Static<typeof UnitKind>;

/** A unit of the organisation: workspace → region → outlet or department. */
export const Unit = Type.Object({
  id: Id,
  kind: UnitKind,
  name: Type.String(),
  ref: nullable(Type.String({ description: 'Of an outlet: the `outlet` value that events carry' })),
  parentId: nullable(Type.Integer({ description: 'null: directly under the workspace' })),
  headId: nullable(Type.Integer({ description: 'Staff member in charge' })),
  createdAt: Instant,
  closedAt: nullable(Instant),
});
export type Unit = Static<typeof Unit>;

/** GET /api/organisation: the units the caller may see, and how much stands in events without a record. */
export const Organisation = Type.Object({
  edition: Edition,
  units: Type.Array(Unit),
  staff: Type.Integer({ description: 'Active staff members' }),
  seenOnly: Type.Object({ staff: Type.Integer(), outlets: Type.Integer() }),
});
export type Organisation = Static<typeof Organisation>;

/** POST /api/units. */
export const UnitDraft = Type.Object(
  {
    kind: UnitKind,
    name: Name,
    ref: Type.Optional(Ref),
    parentId: Type.Optional(nullable(Id)),
    headId: Type.Optional(nullable(Id)),
  },
  { additionalProperties: false },
);
export type UnitDraft = Static<typeof UnitDraft>;

/** PATCH /api/units/:id. A new parent takes effect at once and is kept in the unit's history. */
export const UnitPatch = Type.Object(
  {
    name: Type.Optional(Name),
    parentId: Type.Optional(nullable(Id)),
    headId: Type.Optional(nullable(Id)),
    open: Type.Optional(Type.Boolean({ description: 'true opens a closed unit again' })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type UnitPatch = Static<typeof UnitPatch>;

/** POST /api/units/:id/close: where those in it go. Needed as far as there is anybody. */
export const UnitClosing = Type.Object(
  {
    staffTo: Type.Optional(nullable(Id)),
    unitsTo: Type.Optional(nullable(Id)),
    customersTo: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'Outlet its customers go to; `-`: they stay with the closed one',
      }),
    ),
  },
  { additionalProperties: false },
);
export type UnitClosing = Static<typeof UnitClosing>;

/** One step of a unit or staff member through the organisation. */
export const OrganisationMove = Type.Object({
  at: Instant,
  by: Type.String(),
  subject: Type.Enum(['unit', 'staff']),
  subjectId: Id,
  name: nullable(Type.String()),
  from: nullable(Type.Integer()),
  to: nullable(Type.Integer()),
});
export const MoveList = Type.Object({ items: Type.Array(OrganisationMove) });
export type MoveList = Static<typeof MoveList>;

/** A staff member. Needs no login; an account is linked by the same reference on the team page. */
export const StaffMember = Type.Object({
  id: Id,
  ref: Type.String({ description: 'The `staff` value that events carry' }),
  name: Type.String(),
  title: Type.String(),
  unitId: nullable(Type.Integer()),
  takesCustomers: Type.Boolean(),
  createdAt: Instant,
  leftAt: nullable(Instant),
  login: nullable(Type.String({ description: 'Login of the linked account' })),
  events: Type.Integer({ description: 'Events that named them' }),
  lastSeenAt: nullable(Instant),
});
export type StaffMember = Static<typeof StaffMember>;

/** GET /api/staff, by name. */
export const StaffQuery = listQuery({
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  unit: Type.Optional(Type.Integer({ minimum: 1, description: 'This unit and all below it' })),
  left: Type.Optional(Type.Boolean({ description: 'true: those who left; else the active ones' })),
});
export type StaffQuery = Static<typeof StaffQuery>;
export const StaffPage = pageOf(StaffMember);
export type StaffPage = Static<typeof StaffPage>;

/** POST /api/staff. */
export const StaffDraft = Type.Object(
  {
    ref: Ref,
    name: Name,
    title: Type.Optional(Type.String({ maxLength: 60 })),
    unitId: Type.Optional(nullable(Id)),
    takesCustomers: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type StaffDraft = Static<typeof StaffDraft>;

/** PATCH /api/staff/:id. The reference stays: events carry it. */
export const StaffPatch = Type.Object(
  {
    name: Type.Optional(Name),
    title: Type.Optional(Type.String({ maxLength: 60 })),
    unitId: Type.Optional(nullable(Id)),
    takesCustomers: Type.Optional(Type.Boolean()),
    left: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type StaffPatch = Static<typeof StaffPatch>;

/** Staff or an outlet that events name and nobody has described. */
export const SeenRef = Type.Object({
  ref: Type.String(),
  events: Type.Integer(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  outlet: nullable(Type.String({ description: 'Of staff: the outlet they were last seen at' })),
});
export type SeenRef = Static<typeof SeenRef>;

/** GET /api/organisation/seen: at most 500 of each, most events first. */
export const SeenList = Type.Object({ staff: Type.Array(SeenRef), outlets: Type.Array(SeenRef) });
export type SeenList = Static<typeof SeenList>;

/** POST /api/organisation/adopt makes records of what was seen; staff go to the outlet they were seen at. `all`: everything. */
export const Adoption = Type.Object(
  {
    all: Type.Optional(Type.Boolean()),
    outlets: Type.Optional(Type.Array(Ref, { maxItems: 500 })),
    staff: Type.Optional(Type.Array(Ref, { maxItems: 500 })),
    parentId: Type.Optional(nullable(Id)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type Adoption = Static<typeof Adoption>;
export const Adopted = Type.Object({ outlets: Type.Integer(), staff: Type.Integer() });
export type Adopted = Static<typeof Adopted>;

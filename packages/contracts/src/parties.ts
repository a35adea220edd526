import { type Static, Type } from 'typebox';
import { CustomerItem } from './customers.ts';
import { SalesMeasures } from './orders.ts';
import { IdParams, Instant, listQuery, nullable, pageOf } from './page.ts';

/** A company: any body that is no family. A household: people who live and buy together. */
export const OrganisationKind = Type.Enum(['company', 'household']);
export type OrganisationKind = Static<typeof OrganisationKind>;

const Ref = Type.String({ minLength: 1, maxLength: 200, description: 'As `group` calls and orders name it' });

/** An organisation as a list shows it (ID-12). `sales`: what it paid for. Names of households masked where the caller is. */
export const OrganisationItem = Type.Object({
  ref: Ref,
  name: nullable(Type.String()),
  kind: OrganisationKind,
  /** Put away by hand: not in the list unless asked for, nothing of it is gone. */
  archived: Type.Boolean(),
  contacts: Type.Integer(),
  sales: SalesMeasures,
  /** Its latest payment. */
  paidAt: nullable(Instant),
  firstAt: Instant,
  lastAt: Instant,
});
export type OrganisationItem = Static<typeof OrganisationItem>;

/** GET /api/parties: organisations, most net sales first. Who sees some customers only sees the organisations of those, with their orders. */
export const OrganisationQuery = listQuery({
  q: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'Part of its name or reference' }),
  ),
  kind: Type.Optional(OrganisationKind),
  archived: Type.Optional(Type.Boolean()),
});
export type OrganisationQuery = Static<typeof OrganisationQuery>;
export const OrganisationPage = pageOf(OrganisationItem);
export type OrganisationPage = Static<typeof OrganisationPage>;

export const OrganisationParams = Type.Object({ ref: Ref });

/** GET /api/parties/:ref. */
export const OrganisationProfile = Type.Object({
  ...OrganisationItem.properties,
  traits: Type.Record(Type.String(), Type.Unknown()),
  /** People it paid for. */
  users: Type.Integer(),
  /** Roles its contacts have, most frequent first. */
  roles: Type.Array(Type.Object({ role: Type.String(), contacts: Type.Integer() })),
});
export type OrganisationProfile = Static<typeof OrganisationProfile>;

/** A person of an organisation: contact with roles, user of what it paid for, or both. */
export const OrganisationPerson = Type.Object({
  customer: CustomerItem,
  /** null: no contact, it only paid for them. */
  contact: nullable(Type.Object({ roles: Type.Array(Type.String()), since: Instant })),
  /** Orders it paid for this person, and when the latest was placed; null: none. */
  received: nullable(Type.Object({ orders: Type.Integer(), netMinor: Type.Integer(), latestAt: Instant })),
  /** When the person last used anything, epoch ms. */
  usedAt: nullable(Instant),
});
export type OrganisationPerson = Static<typeof OrganisationPerson>;

/** GET /api/parties/:ref/people, last seen first. */
export const OrganisationPeopleQuery = listQuery({
  as: Type.Optional(Type.Enum(['contact', 'user'])),
  role: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
});
export const OrganisationPeople = pageOf(OrganisationPerson);
export type OrganisationPeople = Static<typeof OrganisationPeople>;

const Traits = Type.Record(
  Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.]{0,59}$' }),
  Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Boolean(), Type.Null()]),
  { maxProperties: 50 },
);
const said = {
  name: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  kind: OrganisationKind,
  traits: Type.Optional(Traits),
};

/** POST /api/parties. Without `ref` it is given one. */
export const OrganisationDraft = Type.Object(
  { ref: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: '^\\S(.*\\S)?$' })), ...said },
  { additionalProperties: false },
);
export type OrganisationDraft = Static<typeof OrganisationDraft>;

/** PATCH /api/parties/:ref. A trait set to null is removed. Answers after the tick that took it in. */
export const OrganisationPatch = Type.Object(
  { ...Type.Partial(Type.Object(said)).properties, archived: Type.Optional(Type.Boolean()) },
  { additionalProperties: false, minProperties: 1 },
);
export type OrganisationPatch = Static<typeof OrganisationPatch>;

/** PUT and DELETE /api/parties/:ref/contacts/:id; `id`: a customer. */
export const ContactParams = Type.Object({ ref: Ref, ...IdParams.properties });
export const ContactDraft = Type.Object(
  {
    roles: Type.Array(Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }), {
      maxItems: 10,
      description: 'buyer, user, decision_maker, or a word of your own; replaces the roles before',
    }),
  },
  { additionalProperties: false },
);
export type ContactDraft = Static<typeof ContactDraft>;

/** GET /api/customers/:id/parties: the organisations of a person, and who pays for whom (ID-12). */
export const CustomerParties = Type.Object({
  organisations: Type.Array(
    Type.Object({
      ref: Ref,
      name: nullable(Type.String()),
      kind: OrganisationKind,
      /** null: no contact, it only paid for this person. */
      contact: nullable(Type.Object({ roles: Type.Array(Type.String()), since: Instant })),
      received: nullable(Type.Object({ orders: Type.Integer(), netMinor: Type.Integer() })),
    }),
  ),
  /** Orders of this person's money for somebody else: they count in the person's sales. */
  paidForOthers: Type.Object({ orders: Type.Integer(), netMinor: Type.Integer() }),
  /** Orders for this person of somebody else's money: they count as use, not as sales. */
  paidByOthers: Type.Object({ orders: Type.Integer(), netMinor: Type.Integer() }),
});
export type CustomerParties = Static<typeof CustomerParties>;

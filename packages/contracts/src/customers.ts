import { type Static, Type } from 'typebox';
import { DomainClass } from './channels.ts';
import { FieldPolicyName } from './field-rules.ts';
import { SalesMeasures } from './orders.ts';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';

/** ACQ-01. `private` = identifiable ∧ reachable ∧ operable; `stock` = identifiable, not private; `visitor` = not identifiable. */
export const PondFlags = Type.Object({
  identifiable: Type.Boolean(),
  reachable: Type.Boolean(),
  operable: Type.Boolean(),
  private: Type.Boolean(),
  stock: Type.Boolean(),
  visitor: Type.Boolean(),
});
export type PondFlags = Static<typeof PondFlags>;

/** ID-11: a person may be several at once, or none. */
export const Roles = Type.Object({
  isUser: Type.Boolean({ description: 'Has used a product' }),
  isConsumer: Type.Boolean({ description: 'Showed intent in the last 30 days and has not bought since' }),
  isCustomer: Type.Boolean({ description: 'Has paid' }),
});
export type Roles = Static<typeof Roles>;

/** Membership is a facet of a person (ID-08). */
export const MemberFacet = nullable(
  Type.Object({
    memberNo: nullable(Type.String()),
    level: nullable(Type.String()),
    joinedAt: nullable(Instant),
    outlet: nullable(Type.String()),
  }),
);
export type MemberFacet = Static<typeof MemberFacet>;

/** Only anonymous identities → visitor. */
export const CustomerKind = Type.Enum(['visitor', 'customer']);
export type CustomerKind = Static<typeof CustomerKind>;

/** A tag a person has. `until`: when it ends by itself. */
export const TagChip = Type.Object({
  id: Id,
  group: Type.String({ description: 'Empty: tags that came without a group' }),
  name: Type.String(),
  colour: nullable(Type.String()),
  until: nullable(Instant),
});
export type TagChip = Static<typeof TagChip>;

/** A person in a list. Name, phone and e-mail are masked for principals with `masked`. */
export const CustomerItem = Type.Object({
  id: Id,
  name: nullable(Type.String()),
  kind: CustomerKind,
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  pond: PondFlags,
  roles: Roles,
  /** Channel of the first touch, and its class of today. */
  channel: nullable(Type.String()),
  domainClass: nullable(DomainClass),
  owner: nullable(Type.String({ description: 'Staff reference' })),
  outlet: nullable(Type.String()),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  events: Type.Integer(),
  sales: SalesMeasures,
  member: MemberFacet,
  /** In the customer list only. */
  tags: Type.Optional(Type.Array(TagChip)),
});
export type CustomerItem = Static<typeof CustomerItem>;

const TagNumbers = (description: string) =>
  Type.Optional(Type.String({ pattern: '^\\d{1,9}(,\\d{1,9}){0,49}$', description }));

/** Filters by what people were tagged with; numbers of tags or groups with commas between. */
export const tagFilters = {
  tagsAny: TagNumbers('Has one of these tags'),
  tagsAll: TagNumbers('Has all of these tags'),
  tagsNone: TagNumbers('Has none of these tags'),
  withGroups: TagNumbers('Has a tag of each of these groups'),
  withoutGroups: TagNumbers('Has no tag of any of these groups'),
  tagged: Type.Optional(Type.Boolean({ description: 'Has any tag' })),
};

/** Filters by who pays for whom (ID-12). */
export const partyFilters = {
  organisation: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Contact of this organisation, or uses what it paid for',
    }),
  ),
  organisationAs: Type.Optional(
    Type.Enum(['contact', 'user'], {
      description: 'Of the organisation: its contacts only, or those it paid for only',
    }),
  ),
  contactRole: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'Has this role at the organisation, or at any: buyer, user, decision_maker …',
    }),
  ),
  paying: Type.Optional(
    Type.Enum(['for_others', 'by_others'], {
      description: 'Paid for somebody else, or somebody else (a person or an organisation) paid for them',
    }),
  ),
};

export const CustomerSort = Type.Enum(['last_seen', 'first_seen', 'net_sales']);

/** GET /api/customers. All filters must hold. */
export const CustomerQuery = listQuery({
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'Part of a name (not for who sees names masked); or exactly a phone, e-mail, order number, any identity value or a customer number',
    }),
  ),
  kind: Type.Optional(CustomerKind),
  state: Type.Optional(Type.Enum(['visitor', 'identifiable', 'reachable', 'operable', 'private', 'stock'])),
  role: Type.Optional(Type.Enum(['user', 'consumer', 'customer'])),
  channel: Type.Optional(Type.String({ maxLength: 200, description: '`-`: without a channel' })),
  domainClass: Type.Optional(DomainClass),
  owner: Type.Optional(
    Type.String({ maxLength: 200, description: 'Staff reference; `-`: without an owner' }),
  ),
  outlet: Type.Optional(Type.String({ maxLength: 200, description: '`-`: without an outlet' })),
  play: Type.Optional(Type.String({ maxLength: 200, description: 'Had an event of this play' })),
  member: Type.Optional(Type.Boolean()),
  stage: Type.Optional(
    Type.Enum(['private', 'stock', 'visitor'], { description: 'Of three parts, the one the person is in' }),
  ),
  netFrom: Type.Optional(Type.Integer({ description: 'Net sales, minor units, this or more' })),
  netTo: Type.Optional(Type.Integer({ description: 'Net sales, minor units, less than this' })),
  seenFrom: Type.Optional(Instant),
  seenTo: Type.Optional(Type.Integer({ description: 'Last seen before this instant, epoch ms' })),
  paidOrdersFrom: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Paid so many orders or more, given back since or not' }),
  ),
  paidTo: Type.Optional(Type.Integer({ description: 'Paid last before this instant, epoch ms' })),
  brought: Type.Optional(Type.Boolean({ description: 'Somebody is `invited_by` them; false: nobody is' })),
  firstFrom: Type.Optional(
    Type.Integer({ description: 'Seen for the first time at this instant or later, epoch ms' }),
  ),
  ...tagFilters,
  ...partyFilters,
  sort: Type.Optional(CustomerSort),
});
export type CustomerQuery = Static<typeof CustomerQuery>;
export const CustomerPage = pageOf(CustomerItem);
export type CustomerPage = Static<typeof CustomerPage>;

/** One reason why a part of the three-part test holds or not (ACQ-01). */
export const PondEvidence = Type.Object({
  part: Type.Enum(['identifiable', 'reachable', 'operable']),
  holds: Type.Boolean(),
  /**
   * identity · contact · follow · community · sms_consent · email_consent · owner · container;
   * for what does not hold: only_weak · no_relation · deleted · unfollowed · left · no_consent · consent_withdrawn · no_owner.
   */
  code: Type.String(),
  /** Namespace, official account, community or staff reference it rests on. */
  ref: nullable(Type.String()),
  channel: nullable(Type.String()),
  since: nullable(Instant),
});
export type PondEvidence = Static<typeof PondEvidence>;

/** A relation by which a person can be reached, live or ended. */
export const ReachFacet = Type.Object({
  home: Id,
  kind: Type.Enum(['contact', 'follow', 'community']),
  ref: Type.String({ description: 'Staff reference, account or community' }),
  active: Type.Boolean(),
  since: Instant,
  reason: Type.String(),
  channel: nullable(Type.String()),
});
export type ReachFacet = Static<typeof ReachFacet>;

/** What one identity of the person has seen and brought (ID-02). `home` is its number; value masked where the caller is. */
export const HomeSummary = Type.Object({
  home: Id,
  namespace: Type.String(),
  class: Type.Enum(['exclusive', 'strong', 'locked', 'weak']),
  value: nullable(Type.String()),
  /** A marketplace's own number: real, but useless outside it (ID-10). */
  locked: Type.Boolean(),
  firstSeenAt: nullable(Instant),
  lastSeenAt: nullable(Instant),
  firstChannel: nullable(Type.String()),
  events: Type.Integer(),
});
export type HomeSummary = Static<typeof HomeSummary>;

/** GET /api/customers/:id. The number of somebody merged away answers with the survivor (`id` ≠ the number asked). */
export const CustomerProfile = Type.Object({
  ...CustomerItem.properties,
  evidence: Type.Array(PondEvidence),
  /** The most private place the person is in. */
  domainLevel: DomainClass,
  reach: Type.Array(ReachFacet),
  homes: Type.Array(HomeSummary),
  eventsByFamily: Type.Object({
    consumption: Type.Integer(),
    behaviour: Type.Integer(),
    relation: Type.Integer(),
    system: Type.Integer(),
  }),
  ordersPaid: Type.Integer(),
  lastChannel: nullable(Type.String()),
  usedAt: nullable(Instant),
  intentAt: nullable(Instant),
  paidAt: nullable(Instant),
  ownerSince: nullable(Instant),
});
export type CustomerProfile = Static<typeof CustomerProfile>;

/** A field's value with where it came from (lineage): which identity, event, source and department said so, and when. */
export const AttributeValue = Type.Object({
  key: Type.String(),
  value: Type.Unknown(),
  occurredAt: Instant,
  seq: Id,
  home: Id,
  /** Null: by hand, or the platform itself. */
  sourceId: nullable(Type.Integer()),
  source: nullable(Type.String({ description: 'Name of the source' })),
  department: nullable(Type.String({ description: 'Whose system the source is' })),
});
export type AttributeValue = Static<typeof AttributeValue>;

/** Why a value holds: `code` with the source it was held against (0: by hand; null: nobody said anything else). */
export const HeldReason = Type.Object({
  code: Type.Enum(['only', 'agree', 'removed', 'latest', 'priority', 'earliest', 'verified']),
  against: nullable(Type.Integer()),
  againstSource: nullable(Type.String()),
});

/** GET /api/customers/:id/attributes: the value that holds and why, and what each other source, identity or earlier event said. */
export const AttributeList = Type.Object({
  /** Log position up to which older values were read from the event store. */
  upTo: Type.Integer(),
  items: Type.Array(
    Type.Object({
      ...AttributeValue.properties,
      policy: FieldPolicyName,
      why: HeldReason,
      /** Every source's word of today, in the order of precedence; the first is the value that holds. */
      words: Type.Array(Type.Object({ ...AttributeValue.properties, verified: Type.Boolean() })),
      others: Type.Array(AttributeValue, { description: 'Newest first' }),
    }),
  ),
});
export type AttributeList = Static<typeof AttributeList>;

/** GET /api/customers/:id/timeline, newest first. */
export const TimelineQuery = listQuery({
  family: Type.Optional(Type.Enum(['consumption', 'behaviour', 'relation', 'system'])),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  staff: Type.Optional(Type.String({ maxLength: 200 })),
  channel: Type.Optional(Type.String({ maxLength: 200 })),
  play: Type.Optional(Type.String({ maxLength: 200 })),
  /** Number of the identity that the event came through. */
  home: Type.Optional(Id),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
});
export type TimelineQuery = Static<typeof TimelineQuery>;

export const TimelineEvent = Type.Object({
  seq: Id,
  home: Id,
  name: Type.String(),
  family: Type.Enum(['consumption', 'behaviour', 'relation', 'system']),
  occurredAt: Instant,
  knownAt: Instant,
  history: Type.Boolean(),
  simulated: Type.Boolean({ description: 'Of a simulated person of a demo' }),
  amountMinor: nullable(Type.Integer()),
  costMinor: nullable(Type.Integer()),
  channel: nullable(Type.String()),
  play: nullable(Type.String()),
  campaign: nullable(Type.String()),
  code: nullable(Type.String()),
  content: nullable(Type.String()),
  staff: nullable(Type.String()),
  outlet: nullable(Type.String()),
  orderId: nullable(Type.String()),
  properties: Type.Record(Type.String(), Type.Unknown()),
});
export type TimelineEvent = Static<typeof TimelineEvent>;

/** `upTo`: log position of the answer; what came later is not in it yet. */
export const Timeline = Type.Object({
  upTo: Type.Integer(),
  items: Type.Array(TimelineEvent),
  nextCursor: nullable(Type.String()),
});
export type Timeline = Static<typeof Timeline>;

/** What consent is about (CMP-06). `purpose`: marketing, chat_analysis, contact_import … `channel`: sms, email, phone, wecom, `*` (any). */
const consentKey = {
  purpose: Type.String({ minLength: 1, maxLength: 60, pattern: '^[a-z][a-z0-9_]*$' }),
  channel: Type.String({ minLength: 1, maxLength: 60, pattern: '^([a-z][a-z0-9_]*|\\*)$' }),
};
export const ConsentEntry = Type.Object({
  ...consentKey,
  state: Type.Enum(['granted', 'withdrawn']),
  textVersion: nullable(Type.String()),
  at: Instant,
  seq: Id,
  home: Id,
  /** Who recorded it; null: the customer through a form or platform. */
  by: nullable(Type.String()),
});
export type ConsentEntry = Static<typeof ConsentEntry>;

/** GET /api/customers/:id/consents: what holds now, and every grant and withdrawal, newest first. */
export const ConsentLedger = Type.Object({
  now: Type.Array(ConsentEntry),
  history: Type.Array(ConsentEntry),
});
export type ConsentLedger = Static<typeof ConsentLedger>;

/** POST /api/customers/:id/consents. Answers the ledger after the tick that took it in. */
export const ConsentDraft = Type.Object(
  {
    ...consentKey,
    state: Type.Enum(['granted', 'withdrawn']),
    textVersion: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'Version of the text the person agreed to or withdrew from',
    }),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type ConsentDraft = Static<typeof ConsentDraft>;

/** PATCH /api/customers/:id. An attribute set to null is removed. Answers the profile after the tick that took it in. */
export const CustomerPatch = Type.Object(
  {
    attributes: Type.Optional(
      Type.Record(
        Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_.]{0,59}$' }),
        Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Boolean(), Type.Null()]),
        { maxProperties: 50 },
      ),
    ),
    owner: Type.Optional(
      nullable(Type.String({ minLength: 1, maxLength: 100, description: 'Staff reference; null releases' })),
    ),
    outlet: Type.Optional(
      nullable(
        Type.String({
          minLength: 1,
          maxLength: 100,
          description: 'null releases: the outlet of the membership or of the last visit counts again',
        }),
      ),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type CustomerPatch = Static<typeof CustomerPatch>;

/** A relation between people, or of a person with staff or an organisation (ID-13). Directed: `home` → `other`. */
export const Edge = Type.Object({
  kind: Type.String({
    examples: ['invited_by', 'family', 'colleague', 'follows_koc', 'served_by', 'member_of'],
  }),
  direction: Type.Enum(['out', 'in']),
  otherKind: Type.Enum(['person', 'staff', 'organisation']),
  /** Staff reference, organisation id, or the other person's identity (masked where the caller is). */
  ref: Type.String(),
  /** The other person where known. */
  customer: nullable(Id),
  name: nullable(Type.String()),
  role: nullable(Type.String()),
  active: Type.Boolean(),
  since: Instant,
});
export const EdgeList = Type.Object({ items: Type.Array(Edge) });
export type EdgeList = Static<typeof EdgeList>;

/** GET /api/customers/:id/export: everything known of one person, by feature. An audit row is written. */
export const PersonExport = Type.Object({
  customer: Id,
  homes: Type.Array(Id),
  exportedAt: Instant,
  upTo: Type.Integer(),
  data: Type.Record(Type.String(), Type.Unknown()),
  events: Type.Array(TimelineEvent),
});
export type PersonExport = Static<typeof PersonExport>;

/** POST /api/customers/:id/erase. `confirm` is the customer's number as text. Cannot be undone. */
export const EraseRequest = Type.Object(
  { confirm: Type.String(), reason: Type.Optional(Type.String({ maxLength: 500 })) },
  { additionalProperties: false },
);
export type EraseRequest = Static<typeof EraseRequest>;

/** `complete` false: the tables are done, copies in the event store follow in the background. */
export const Erased = Type.Object({ customer: Id, homes: Type.Integer(), complete: Type.Boolean() });
export type Erased = Static<typeof Erased>;

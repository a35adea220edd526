import { type Static, Type } from 'typebox';

/** How far a namespace means one person; see `core/identity/namespace`. */
export const NamespaceClassSchema = Type.Union([
  Type.Literal('exclusive'),
  Type.Literal('strong'),
  Type.Literal('locked'),
  Type.Literal('weak'),
]);

/** One identity of a customer. `value` is masked for who may not see personal data. Times are epoch ms. */
export const IdentitySchema = Type.Object({
  home: Type.Integer({ description: 'Number the identity was born with; never changes' }),
  namespace: Type.String(),
  value: Type.String(),
  class: NamespaceClassSchema,
  /** Ever seen through a server key, WeChat, WeCom, an import or a one-time code. */
  verified: Type.Boolean(),
  /** A marketplace's own number: useless outside it without a bridge (ID-10). */
  locked: Type.Boolean(),
  /** Seen with too many people to link them (a till, a family tablet). */
  shared: Type.Boolean(),
  /** Configured never to link. */
  nonLinking: Type.Boolean(),
  firstSeenAt: Type.Integer(),
  /** Exact to one hour. */
  lastSeenAt: Type.Integer(),
  /** Touchpoint it was first seen at. */
  firstSourceId: Type.Union([Type.Integer(), Type.Null()]),
  firstChannel: Type.Union([Type.String(), Type.Null()]),
});
export type IdentityItem = Static<typeof IdentitySchema>;

/** What joined two identities, or was refused: the earliest event that carried both. */
export const EvidenceSchema = Type.Object({
  /** Identities of the pair, by home; the stronger first. */
  homes: Type.Tuple([Type.Integer(), Type.Integer()]),
  /** `link`: one event carried both. `decision`: a person or a server alias said so. */
  by: Type.Union([Type.Literal('link'), Type.Literal('decision')]),
  verified: Type.Boolean(),
  /** `messageId` of the event. */
  eventId: Type.String(),
  seq: Type.Integer(),
  /** Instant the evidence counts from (clamped to seven days before receipt unless imported). */
  occurredAt: Type.Integer(),
  /** What became of it. */
  outcome: Type.Union([
    Type.Literal('joined'),
    Type.Literal('together'),
    Type.Literal('weak'),
    Type.Literal('shared'),
    Type.Literal('barred'),
    Type.Literal('parted'),
    Type.Literal('claimed'),
    Type.Literal('exclusive'),
    Type.Literal('oversize'),
  ]),
});
export type EvidenceItem = Static<typeof EvidenceSchema>;

/** `GET /api/customers/:id/identities` */
export const CustomerIdentitiesSchema = Type.Object({
  /** The customer today: a merged customer's old number answers with the one it belongs to now. */
  customer: Type.Integer(),
  identities: Type.Array(IdentitySchema),
  evidence: Type.Array(EvidenceSchema),
});
export type CustomerIdentities = Static<typeof CustomerIdentitiesSchema>;

/**
 * `exclusive`: verified evidence would give one person two values of an exclusive namespace.
 * `claimed`: a browser claimed that two known customers are one; low severity.
 * `shared`: a value was seen with too many people and no longer links. `oversize`: a link was set aside because
 * the people it would connect have more than 1 000 links.
 */
export const ConflictKindSchema = Type.Union([
  Type.Literal('exclusive'),
  Type.Literal('claimed'),
  Type.Literal('shared'),
  Type.Literal('oversize'),
]);
export const ConflictStateSchema = Type.Union([
  Type.Literal('open'),
  Type.Literal('same'),
  Type.Literal('different'),
  Type.Literal('shared'),
]);

export const ConflictSideSchema = Type.Object({
  customer: Type.Integer(),
  /** The identity of the pair on this side. */
  home: Type.Integer(),
  identities: Type.Array(IdentitySchema),
});

export const ConflictSchema = Type.Object({
  /** `<home>-<home>` of the refused pair (`<home>-0` for a shared value). */
  id: Type.String(),
  kind: ConflictKindSchema,
  state: ConflictStateSchema,
  severity: Type.Union([Type.Literal('high'), Type.Literal('low')]),
  openedAt: Type.Integer(),
  /** Exclusive namespaces in which the two sides differ. */
  differs: Type.Array(Type.String()),
  sides: Type.Array(ConflictSideSchema),
  /** The refused evidence first, then what holds each side's identity of the pair. */
  evidence: Type.Array(EvidenceSchema),
  resolvedBy: Type.Union([Type.String(), Type.Null()]),
  resolvedAt: Type.Union([Type.Integer(), Type.Null()]),
});
export type ConflictItem = Static<typeof ConflictSchema>;

/** `GET /api/identity/conflicts` */
export const ConflictQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 100 })),
  kind: Type.Optional(ConflictKindSchema),
  /** `decided`: every state but open. */
  state: Type.Optional(Type.Union([...ConflictStateSchema.anyOf, Type.Literal('decided')])),
});
export const ConflictListSchema = Type.Object({
  items: Type.Array(ConflictSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  total: Type.Integer(),
});
export type ConflictList = Static<typeof ConflictListSchema>;

/** `POST /api/identity/conflicts/:id/resolve` → `DecisionResult` */
export const ResolveConflictSchema = Type.Object({
  decision: Type.Union([Type.Literal('same'), Type.Literal('different'), Type.Literal('shared')]),
  reason: Type.Optional(Type.String({ maxLength: 500 })),
});
export type ResolveConflict = Static<typeof ResolveConflictSchema>;

/** `POST /api/identity/merge` → `DecisionResult` */
export const MergeSchema = Type.Object({
  customers: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 2, maxItems: 2 }),
  reason: Type.String({ minLength: 1, maxLength: 500 }),
});
export type MergeRequest = Static<typeof MergeSchema>;

/** `POST /api/identity/unmerge` → `DecisionResult`. `homes` become a customer of their own. */
export const UnmergeSchema = Type.Object({
  customer: Type.Integer({ minimum: 1 }),
  homes: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 1000 }),
  reason: Type.String({ minLength: 1, maxLength: 500 }),
});
export type UnmergeRequest = Static<typeof UnmergeSchema>;

/** `POST /api/identity/merges/:id/undo` → `DecisionResult` */
export const UndoMergeSchema = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) });

export const DecisionResultSchema = Type.Object({
  /** `messageId` of the decision's event. */
  decision: Type.String(),
  /** False when the tick had not finished in time; the decision is safe and follows. */
  settled: Type.Boolean(),
  /** Customers today of those concerned. */
  customers: Type.Array(Type.Integer()),
});
export type DecisionResult = Static<typeof DecisionResultSchema>;

/** One change of the partition: a merge or an unmerge, by evidence or by hand. `id` is the event's `seq`. */
export const MergeRecordSchema = Type.Object({
  id: Type.Integer(),
  at: Type.Integer(),
  reason: Type.Union([
    Type.Literal('joined'),
    Type.Literal('late-evidence'),
    Type.Literal('merged-by-hand'),
    Type.Literal('parted-by-hand'),
  ]),
  moves: Type.Array(Type.Object({ home: Type.Integer(), from: Type.Integer(), to: Type.Integer() })),
  /** Number of homes moved; `moves` holds the first hundred. */
  moved: Type.Integer(),
  /** Who decided, and why; null when evidence did. */
  by: Type.Union([Type.String(), Type.Null()]),
  why: Type.Union([Type.String(), Type.Null()]),
  eventId: Type.Union([Type.String(), Type.Null()]),
  /** Whether `undo` would part them again: the homes moved still belong where they went. */
  undoable: Type.Boolean(),
});
export type MergeRecord = Static<typeof MergeRecordSchema>;

/** `GET /api/identity/merges` newest first */
export const MergeQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 100 })),
  customer: Type.Optional(Type.Integer({ minimum: 1 })),
  reason: Type.Optional(MergeRecordSchema.properties.reason),
});
export const MergeListSchema = Type.Object({
  items: Type.Array(MergeRecordSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});
export type MergeList = Static<typeof MergeListSchema>;

/** A value that never links anybody: a test phone, the till's e-mail. */
export const NonLinkingValueSchema = Type.Object({
  /** For `DELETE /api/identity/non-linking-values/:id`. */
  id: Type.String(),
  namespace: Type.String(),
  value: Type.String(),
  reason: Type.Union([Type.String(), Type.Null()]),
  by: Type.Union([Type.String(), Type.Null()]),
  at: Type.Integer(),
});
export type NonLinkingValue = Static<typeof NonLinkingValueSchema>;

export const NonLinkingQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  cursor: Type.Optional(Type.String({ maxLength: 100 })),
});
export const NonLinkingListSchema = Type.Object({
  items: Type.Array(NonLinkingValueSchema),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});
export type NonLinkingList = Static<typeof NonLinkingListSchema>;

/** `POST /api/identity/non-linking-values` → `DecisionResult` */
export const AddNonLinkingValueSchema = Type.Object({
  namespace: Type.String({ minLength: 1, maxLength: 100 }),
  value: Type.String({ minLength: 1, maxLength: 256 }),
  reason: Type.Optional(Type.String({ maxLength: 500 })),
});
export type AddNonLinkingValue = Static<typeof AddNonLinkingValueSchema>;

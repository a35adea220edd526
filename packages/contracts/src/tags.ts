import { type Static, Type } from 'typebox';
import { TagChip } from './customers.ts';
import { Id, Instant, nullable } from './page.ts';
import { CustomerFilter } from './portrait.ts';

/** A group of which a person has one tag at most, or any number. */
export const TagChoice = Type.Enum(['single', 'multi']);
export type TagChoice = Static<typeof TagChoice>;

const TagName = Type.String({
  minLength: 1,
  maxLength: 60,
  pattern: '^[^\\s|｜;；:：]([^|｜;；:：]*[^\\s|｜;；:：])?$',
  description: 'Without | ; and :, which files use between tags',
});
const described = {
  colour: nullable(Type.String({ pattern: '^#[0-9a-f]{6}$' })),
  description: nullable(Type.String({ maxLength: 500 })),
  expiresDays: nullable(
    Type.Integer({ minimum: 1, maximum: 3650, description: 'Ends so many days after it was added' }),
  ),
};

export const Tag = Type.Object({
  id: Id,
  groupId: Id,
  name: Type.String(),
  ...described,
  archivedAt: nullable(Instant),
  /** Counts as that tag since the two were merged. */
  mergedInto: nullable(Id),
});
export type Tag = Static<typeof Tag>;

export const TagGroup = Type.Object({
  id: Id,
  name: Type.String({ description: 'Empty: tags that came without a group' }),
  choice: TagChoice,
  tags: Type.Array(Tag),
});
export type TagGroup = Static<typeof TagGroup>;

/** GET /api/tags: every group with its tags, archived and merged ones too. */
export const TagList = Type.Object({ groups: Type.Array(TagGroup) });
export type TagList = Static<typeof TagList>;

/** POST /api/tags/groups. */
export const TagGroupDraft = Type.Object(
  { name: TagName, choice: TagChoice },
  { additionalProperties: false },
);
export type TagGroupDraft = Static<typeof TagGroupDraft>;

/** PATCH /api/tags/groups/:id. A renamed group keeps its people; files may use the old name for ever. */
export const TagGroupPatch = Type.Partial(TagGroupDraft, { additionalProperties: false, minProperties: 1 });
export type TagGroupPatch = Static<typeof TagGroupPatch>;

/** POST /api/tags. */
export const TagDraft = Type.Object(
  { groupId: Id, name: TagName, ...Type.Partial(Type.Object(described)).properties },
  { additionalProperties: false },
);
export type TagDraft = Static<typeof TagDraft>;

/** PATCH /api/tags/:id. An archived tag shows nowhere but in histories, until it is restored. */
export const TagPatch = Type.Partial(Type.Object({ name: TagName, ...described, archived: Type.Boolean() }), {
  additionalProperties: false,
  minProperties: 1,
});
export type TagPatch = Static<typeof TagPatch>;

/** POST /api/tags/:id/merge; null parts it again: nobody's history was changed. */
export const TagMerge = Type.Object({ into: nullable(Id) }, { additionalProperties: false });
export type TagMerge = Static<typeof TagMerge>;

/** GET /api/tags/coverage: tagged ÷ private customers, in all, by group and by tag, as of now. */
export const TagCoverage = Type.Object({
  private: Type.Integer(),
  tagged: Type.Integer({ description: 'Private customers with any tag' }),
  groups: Type.Array(Type.Object({ id: Id, tagged: Type.Integer() })),
  tags: Type.Array(
    Type.Object({ id: Id, tagged: Type.Integer(), people: Type.Integer({ description: 'Private or not' }) }),
  ),
});
export type TagCoverage = Static<typeof TagCoverage>;

/** One adding or removing of a tag, as the log has it. */
export const TagEntry = Type.Object({
  seq: Id,
  home: Id,
  tag: Id,
  group: Type.String(),
  name: Type.String(),
  added: Type.Boolean(),
  at: Instant,
  until: nullable(Instant),
  reason: Type.Enum(['hand', 'bulk', 'import', 'rule', 'replaced', 'expired', 'undone', 'event']),
  by: nullable(Type.String()),
  note: nullable(Type.String()),
});
export type TagEntry = Static<typeof TagEntry>;

/** GET /api/customers/:id/tags: what the person has now, and every change, newest first. */
export const CustomerTags = Type.Object({ now: Type.Array(TagChip), history: Type.Array(TagEntry) });
export type CustomerTags = Static<typeof CustomerTags>;

const change = {
  add: Type.Optional(Type.Array(Id, { maxItems: 20 })),
  remove: Type.Optional(Type.Array(Id, { maxItems: 20 })),
  until: Type.Optional(Type.Integer({ minimum: 1, description: 'When what is added ends; epoch ms' })),
  note: Type.Optional(Type.String({ maxLength: 500 })),
};

/** POST /api/customers/:id/tags. Answers the person's tags after the tick that took it in. */
export const CustomerTagsChange = Type.Object(change, { additionalProperties: false, minProperties: 1 });
export type CustomerTagsChange = Static<typeof CustomerTagsChange>;

/** POST /api/tags/batches: the same for many people; `dryRun` only counts. */
export const TagBatchDraft = Type.Object(
  {
    ...change,
    customers: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
    filter: Type.Optional(CustomerFilter),
    dryRun: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type TagBatchDraft = Static<typeof TagBatchDraft>;

/** `people`: whom the request names; `changed`: those of them whose tags change. */
export const TagBatchResult = Type.Object({
  batch: nullable(Id),
  people: Type.Integer(),
  changed: Type.Integer(),
});
export type TagBatchResult = Static<typeof TagBatchResult>;

/** GET /api/tags/batches, newest first, the last hundred. */
export const TagBatch = Type.Object({
  id: Id,
  at: Instant,
  by: Type.String(),
  added: Type.Array(Id),
  removed: Type.Array(Id),
  people: Type.Integer(),
  undoneAt: nullable(Instant),
});
export type TagBatch = Static<typeof TagBatch>;
export const TagBatchList = Type.Object({ items: Type.Array(TagBatch) });

import { type Static, Type } from 'typebox';
import { Id, Instant, listQuery, nullable, pageOf } from './page.ts';

/** Which word holds when sources disagree; core's `FieldPolicy` says each exactly. */
export const FieldPolicyName = Type.Enum(['latest', 'priority', 'earliest', 'verified']);

const policy = {
  policy: FieldPolicyName,
  places: Type.Array(Type.String({ pattern: '^(source|unit):\\d{1,9}$' }), {
    maxItems: 100,
    uniqueItems: true,
    description:
      'Of `priority`, best first: `source:3`, `unit:2` (every source of it); `source:0` is by hand',
  }),
};

/** PUT /api/field-rules/:key, and what its preview is asked with. */
export const FieldRuleDraft = Type.Object(policy, { additionalProperties: false });
export type FieldRuleDraft = Static<typeof FieldRuleDraft>;

export const FieldParams = Type.Object({ key: Type.String({ minLength: 1, maxLength: 60 }) });

/** A field that sources speak of, and its rule. */
export const FieldRule = Type.Object({
  key: Type.String(),
  ...policy,
  /** Customers somebody spoke of the field for, and of them those whose sources disagree today. */
  people: Type.Integer(),
  conflicting: Type.Integer(),
  /** Sources that spoke of it; 0: by hand. */
  sources: Type.Array(Type.Integer()),
  updatedAt: nullable(Instant),
  updatedBy: nullable(Type.String()),
});
export type FieldRule = Static<typeof FieldRule>;

/** A source and the department whose system it is. */
export const OwnedSource = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  kind: Type.String(),
  unitId: nullable(Id),
  unitName: nullable(Type.String()),
});
export type OwnedSource = Static<typeof OwnedSource>;

/** GET /api/field-rules. `applying`: cards are being brought up to date with a change. */
export const FieldRuleList = Type.Object({
  items: Type.Array(FieldRule),
  sources: Type.Array(OwnedSource),
  applying: Type.Boolean(),
});
export type FieldRuleList = Static<typeof FieldRuleList>;

/** POST /api/field-rules/:key/preview: whose value a rule would change, a few of them by name. */
export const FieldRulePreview = Type.Object({
  people: Type.Integer(),
  sample: Type.Array(
    Type.Object({
      customer: Id,
      name: nullable(Type.String()),
      before: Type.Unknown(),
      after: Type.Unknown(),
    }),
  ),
});
export type FieldRulePreview = Static<typeof FieldRulePreview>;

/** GET /api/field-rules/:key/people: whose sources disagree; the words in the order of their precedence. */
export const ConflictQuery = listQuery({});
export const ConflictPage = pageOf(
  Type.Object({
    customer: Id,
    name: nullable(Type.String()),
    words: Type.Array(Type.Object({ value: Type.Unknown(), sourceId: Type.Integer(), occurredAt: Instant })),
  }),
);
export type ConflictPage = Static<typeof ConflictPage>;

/** PUT /api/sources/:id/department. Null: nobody's. */
export const SourceDepartment = Type.Object({ unitId: nullable(Id) }, { additionalProperties: false });
export type SourceDepartment = Static<typeof SourceDepartment>;

import { type Static, Type } from 'typebox';

/** What a property may be. `time`: ISO 8601 text or epoch milliseconds. */
export const PropertyType = Type.Union([
  Type.Literal('string'),
  Type.Literal('number'),
  Type.Literal('boolean'),
  Type.Literal('time'),
  Type.Literal('object'),
  Type.Literal('array'),
]);

/** The rule of one property of an event. */
export const PropertyRule = Type.Object(
  {
    type: PropertyType,
    required: Type.Optional(Type.Boolean()),
    /** Allowed values; empty or absent allows every value of the type. */
    enum: Type.Optional(
      Type.Array(Type.Union([Type.String({ maxLength: 256 }), Type.Number(), Type.Boolean()]), {
        maxItems: 200,
      }),
    ),
    description: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);

export const EventFamily = Type.Union([
  Type.Literal('consumption'),
  Type.Literal('behaviour'),
  Type.Literal('relation'),
  Type.Literal('system'),
]);

/** off: not checked · warn: accepted and counted · enforce: a bad event goes to quarantine. */
export const DefinitionMode = Type.Union([
  Type.Literal('off'),
  Type.Literal('warn'),
  Type.Literal('enforce'),
]);

const definitionFields = {
  family: EventFamily,
  properties: Type.Record(Type.String({ minLength: 1, maxLength: 128 }), PropertyRule, {
    maxProperties: 200,
  }),
  /** Who answers for this event: a team or a person. */
  owner: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
  mode: DefinitionMode,
  /** Chinese name. */
  zh: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
  description: Type.Union([Type.String({ maxLength: 2000 }), Type.Null()]),
};

export const Definition = Type.Object({
  name: Type.String(),
  ...definitionFields,
  /** Counts up with every change; 0 is a standard event nobody has changed. */
  version: Type.Integer(),
  /** One of the platform's own events: cannot be deleted, only set back to how it came. */
  standard: Type.Boolean(),
  updatedAt: Type.Union([Type.Number(), Type.Null()]),
  updatedBy: Type.Union([Type.String(), Type.Null()]),
  /** Events of this name taken in, ever. */
  seen: Type.Integer(),
  lastSeenAt: Type.Union([Type.Number(), Type.Null()]),
});

/** PUT /api/dictionary/:name */
export const DefinitionPut = Type.Object(
  {
    ...definitionFields,
    /** The version the editor started from; refused with 409 when somebody was faster. Absent: no such check. */
    version: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);

/** GET /api/dictionary */
export const DictionaryQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 100 })),
  family: Type.Optional(EventFamily),
  mode: Type.Optional(DefinitionMode),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 200 })),
  cursor: Type.Optional(Type.String()),
});
export const DictionaryPage = Type.Object({
  items: Type.Array(Definition),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
  total: Type.Integer(),
});

/** GET /api/dictionary/unknown: names that arrive and nobody described, most frequent first. */
export const UnknownEvent = Type.Object({
  name: Type.String(),
  seen: Type.Integer(),
  firstSeenAt: Type.Number(),
  lastSeenAt: Type.Number(),
  sourceIds: Type.Array(Type.Integer()),
  /** A described event it may be a misspelling of. */
  resembles: Type.Union([Type.String(), Type.Null()]),
});
export const UnknownEvents = Type.Object({
  items: Type.Array(UnknownEvent),
  nextCursor: Type.Null(),
  total: Type.Integer(),
});

/** GET /api/dictionary/:name/versions, newest first. */
export const DefinitionVersion = Type.Object({
  version: Type.Integer(),
  /** Null: with this version the definition was deleted or set back. */
  definition: Type.Union([Type.Object(definitionFields), Type.Null()]),
  at: Type.Number(),
  by: Type.String(),
});
export const DefinitionVersions = Type.Object({
  items: Type.Array(DefinitionVersion),
  nextCursor: Type.Union([Type.String(), Type.Null()]),
});

/** What is wrong with one field of an item. `code` is for translation, `reason` for reading. */
export const Problem = Type.Object({
  field: Type.String(),
  code: Type.String(),
  reason: Type.String(),
});

/** POST /api/dictionary/check: would this event pass? Nothing is stored. */
export const CheckRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 256 }),
    properties: Type.Record(Type.String(), Type.Unknown()),
    /** A definition not saved yet; absent: the one in force. */
    definition: Type.Optional(Type.Object(definitionFields, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export const CheckResponse = Type.Object({
  verdict: Type.Union([Type.Literal('accept'), Type.Literal('warn'), Type.Literal('quarantine')]),
  problems: Type.Array(Problem),
});

/** GET /api/dictionary/report?days=7: coverage and errors per source. Source 0: no source (imports, the system). */
export const ReportQuery = Type.Object({
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, default: 7 })),
});
export const ReportProblem = Type.Object({
  name: Type.String(),
  field: Type.String(),
  code: Type.String(),
  outcome: Type.Union([Type.Literal('warn'), Type.Literal('quarantine')]),
  count: Type.Integer(),
  lastAt: Type.Number(),
  /** One example of the reason, for reading. */
  reason: Type.String(),
});
export const SourceReport = Type.Object({
  sourceId: Type.Integer(),
  /** Events taken in. */
  seen: Type.Integer(),
  /** Of these, events whose name is described (standard, or in the dictionary). */
  described: Type.Integer(),
  /** described ÷ seen, 0…1; null when nothing was seen. */
  coverage: Type.Union([Type.Number(), Type.Null()]),
  names: Type.Integer(),
  unknownNames: Type.Integer(),
  warned: Type.Integer(),
  quarantined: Type.Integer(),
  lastSeenAt: Type.Union([Type.Number(), Type.Null()]),
  /** Most frequent first, at most 50. */
  problems: Type.Array(ReportProblem),
});
export const DictionaryReport = Type.Object({
  from: Type.Number(),
  to: Type.Number(),
  sources: Type.Array(SourceReport),
});

export type PropertyRule = Static<typeof PropertyRule>;
export type Definition = Static<typeof Definition>;
export type DefinitionPut = Static<typeof DefinitionPut>;
export type DictionaryPage = Static<typeof DictionaryPage>;
export type UnknownEvent = Static<typeof UnknownEvent>;
export type DefinitionVersion = Static<typeof DefinitionVersion>;
export type Problem = Static<typeof Problem>;
export type CheckRequest = Static<typeof CheckRequest>;
export type CheckResponse = Static<typeof CheckResponse>;
export type SourceReport = Static<typeof SourceReport>;
export type DictionaryReport = Static<typeof DictionaryReport>;

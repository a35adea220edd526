import { type Static, Type } from 'typebox';

/**
 * RFC 9457 problem details, the one shape of every error answer (`application/problem+json`).
 * `code` is a key of the error catalogue (docs/errors.md); `title` is already in the caller's language.
 */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'Where the error is documented' }),
    title: Type.String({ description: 'What went wrong and what to do, in the language of Accept-Language' }),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable name of the error, e.g. `request.invalid`' }),
    params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  },
  { additionalProperties: true },
);
export type Problem = Static<typeof Problem>;

/** The error answers of every route: spread into `schema.response` beside the success. */
export const problems = { '4xx': Problem, '5xx': Problem } as const;

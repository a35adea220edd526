import { type Static, Type } from 'typebox';
import { CustomerItem } from './customers.ts';
import { Id } from './page.ts';
import { PlayStatus } from './plays.ts';

/** GET /api/search: whatever is called so, of what the caller may see. */
export const SearchQuery = Type.Object(
  {
    q: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 20, description: 'Of each kind; 6 unless told' }),
    ),
  },
  { additionalProperties: false },
);
export type SearchQuery = Static<typeof SearchQuery>;

/** A person who was found; masked where the caller is. */
export const FoundPerson = Type.Pick(CustomerItem, [
  'id',
  'name',
  'kind',
  'phone',
  'email',
  'pond',
  'owner',
  'outlet',
]);
export type FoundPerson = Static<typeof FoundPerson>;

/**
 * People by the beginning or a part of their name, by phone in any spelling or its beginning, by any other identity, order
 * number or customer number; plays, outlets and staff by name or reference. A caller who sees people masked finds them by
 * whole identities and numbers only. What the caller has no right to is empty.
 */
export const SearchAnswer = Type.Object({
  people: Type.Array(FoundPerson),
  plays: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), status: PlayStatus })),
  outlets: Type.Array(Type.Object({ id: Id, name: Type.String(), ref: Type.String() })),
  staff: Type.Array(Type.Object({ id: Id, name: Type.String(), ref: Type.String(), title: Type.String() })),
});
export type SearchAnswer = Static<typeof SearchAnswer>;

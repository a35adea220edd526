import { type Static, Type } from 'typebox';
import { Id, Instant, listQuery, pageOf } from './page.ts';

/** The lists that can be kept as views. */
export const ViewedList = Type.Enum(['customers']);
export type ViewedList = Static<typeof ViewedList>;

const ViewName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' });
/** What stands after `?` in the list's address: filters, order, columns. */
const Address = Type.String({ maxLength: 2000, pattern: '^[^?#\\s\\u0000]*$' });

/** A list as somebody wants to see it again. */
export const SavedView = Type.Object({
  id: Id,
  list: ViewedList,
  name: Type.String(),
  query: Type.String(),
  shared: Type.Boolean({ description: 'For everybody of the workspace; else only for who saved it' }),
  editable: Type.Boolean({ description: 'Whether the caller may change or delete it' }),
  by: Type.String(),
  updatedAt: Instant,
});
export type SavedView = Static<typeof SavedView>;

/** GET /api/views: one's own and those of the workspace, by name. */
export const ViewQuery = listQuery({ list: ViewedList });
export type ViewQuery = Static<typeof ViewQuery>;
export const ViewPage = pageOf(SavedView);
export type ViewPage = Static<typeof ViewPage>;

/** POST /api/views. Who sees a part of the workspace only keeps views for themselves. */
export const ViewDraft = Type.Object(
  { list: ViewedList, name: ViewName, query: Address, shared: Type.Boolean() },
  { additionalProperties: false },
);
export type ViewDraft = Static<typeof ViewDraft>;

/** PATCH /api/views/:id: by who made it, or an administrator where it is the workspace's. */
export const ViewPatch = Type.Partial(
  Type.Object({ name: ViewName, query: Address, shared: Type.Boolean() }),
  { additionalProperties: false, minProperties: 1 },
);
export type ViewPatch = Static<typeof ViewPatch>;

import { type Static, Type } from 'typebox';
import { Id, nullable } from './page.ts';

const values = {
  /** The view the customer list opens with; a view that is gone counts as none. */
  customersView: nullable(Id),
  /** The first-hour checklist was put away. */
  checklistHidden: nullable(Type.Boolean()),
};

/** GET /api/preferences: what the caller chose for their own screen in this workspace; null: nothing. */
export const Preferences = Type.Object(values);
export type Preferences = Static<typeof Preferences>;

/** PATCH /api/preferences; null forgets a choice. */
export const PreferencesPatch = Type.Partial(Type.Object(values), {
  additionalProperties: false,
  minProperties: 1,
});
export type PreferencesPatch = Static<typeof PreferencesPatch>;

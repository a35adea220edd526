import { type Static, Type } from 'typebox';
import { CustomerQuery } from './customers.ts';
import { nullable } from './page.ts';

const { limit: _limit, cursor: _cursor, sort: _sort, ...filters } = CustomerQuery.properties;

/** The filters of the customer list, without order and paging. */
export const CustomerFilter = Type.Object(filters, { additionalProperties: false });
export type CustomerFilter = Static<typeof CustomerFilter>;

/** One bar. `filter`: the whole filter of the customer list that finds these people; null where no filter can. */
export const PortraitBar = Type.Object({
  /** State, band (`0`, `0-10000` in minor units; `0-7` in days), channel, outlet or tag number; null: without. */
  key: nullable(Type.String()),
  label: nullable(Type.String({ description: 'What a tag is called' })),
  people: Type.Integer(),
  percent: Type.Number({ description: 'With one decimal; the bars of a distribution sum to exactly 100' }),
  filter: nullable(CustomerFilter),
});
export type PortraitBar = Static<typeof PortraitBar>;

/**
 * One distribution. `of` people: everybody is in exactly one bar. `of` tags: a person with several tags of the group
 * stands in several bars, and percentages are shares of the tags.
 */
export const PortraitPart = Type.Object({
  by: Type.Enum(['stage', 'value', 'recency', 'channel', 'outlet', 'tag']),
  group: nullable(Type.Object({ id: Type.Integer(), name: Type.String() })),
  of: Type.Enum(['people', 'tags']),
  bars: Type.Array(PortraitBar),
});
export type PortraitPart = Static<typeof PortraitPart>;

/** GET /api/customers/portrait: what the people of a filter are made of. */
export const Portrait = Type.Object({
  total: Type.Integer(),
  currency: Type.String(),
  parts: Type.Array(PortraitPart),
});
export type Portrait = Static<typeof Portrait>;

import type { CustomerQuery } from '@yutang/contracts/customers';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

const keys = [
  'q',
  'kind',
  'state',
  'role',
  'channel',
  'domainClass',
  'owner',
  'outlet',
  'play',
  'member',
  'stage',
  'netFrom',
  'netTo',
  'seenFrom',
  'seenTo',
  'paidOrdersFrom',
  'paidTo',
  'brought',
  'firstFrom',
  'tagsAny',
  'tagsAll',
  'tagsNone',
  'withGroups',
  'withoutGroups',
  'tagged',
  'organisation',
  'organisationAs',
  'contactRole',
  'paying',
  'sort',
] as const;
export type FilterKey = (typeof keys)[number];

const asNumber = (text: string) => Number(text);
const asBoolean = (text: string) => text === 'true';
/** What is no text in a request. */
const readers: Partial<Record<FilterKey, (text: string) => number | boolean>> = {
  member: asBoolean,
  tagged: asBoolean,
  netFrom: asNumber,
  netTo: asNumber,
  seenFrom: asNumber,
  seenTo: asNumber,
  paidOrdersFrom: asNumber,
  paidTo: asNumber,
  brought: asBoolean,
  firstFrom: asNumber,
};

/** Filters of the customer list, without paging. */
export type CustomerFilters = Omit<CustomerQuery, 'limit' | 'cursor'>;

/** Filters as the address says them; `set` changes some, an empty value removes one. */
export function useCustomerFilters() {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => {
    const found = keys.flatMap((key) => {
      const text = params.get(key);
      return text === null ? [] : [[key, readers[key]?.(text) ?? text]];
    });
    return Object.fromEntries(found) as CustomerFilters;
  }, [params]);
  const set = (change: Partial<Record<FilterKey, string | undefined>>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [key, value] of Object.entries(change)) {
          if (value) next.set(key, value);
          else next.delete(key);
        }
        return next;
      },
      { replace: true },
    );
  const { sort: _sort, ...narrowing } = filters;
  return {
    filters,
    /** Filters without the order. */
    narrowing,
    set,
    /** Which view of the people: the list, or what they are made of. */
    view: params.get('view') === 'portrait' ? ('portrait' as const) : ('list' as const),
    show: (view: 'portrait' | 'list') =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        if (view === 'portrait') next.set('view', view);
        else next.delete('view');
        return next;
      }),
    /** The list of exactly these people; going back returns to where it was opened. */
    open: (filter: CustomerFilters) =>
      setParams(Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, String(value)]))),
    /** Everybody again, in the columns that were chosen. */
    clear: () =>
      setParams(
        (before) => {
          const columns = before.get('columns');
          return new URLSearchParams(columns === null ? {} : { columns });
        },
        { replace: true },
      ),
    narrowed: Object.keys(narrowing).length > 0,
  };
}

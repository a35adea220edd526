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
  'sort',
] as const;

/** Filters of the customer list, without paging. */
export type CustomerFilters = Omit<CustomerQuery, 'limit' | 'cursor'>;

/** Filters as the address says them; `set` changes some, an empty value removes one. */
export function useCustomerFilters() {
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => {
    const found = Object.fromEntries(
      keys.flatMap((key) => (params.has(key) ? [[key, params.get(key)]] : [])),
    );
    return { ...found, ...(found.member ? { member: found.member === 'true' } : {}) } as CustomerFilters;
  }, [params]);
  const set = (change: Partial<Record<(typeof keys)[number], string | undefined>>) =>
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
    set,
    clear: () => setParams({}, { replace: true }),
    narrowed: Object.keys(narrowing).length > 0,
  };
}

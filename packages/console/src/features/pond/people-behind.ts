import type { PondPeopleQuery } from '@yutang/contracts/pond';
import { useSearchParams } from 'react-router';

const keys = ['state', 'channel', 'domainClass', 'direction', 'reason', 'day'] as const;

/** Which people a number stands for: kept in the address, so that back closes the drawer and a link opens it. */
export type Behind = Pick<PondPeopleQuery, (typeof keys)[number] | 'play'>;

/** The people opened now, and how to open or close. */
export function usePeopleBehind(): {
  behind: Behind | null;
  open: (behind: Behind) => void;
  close: () => void;
} {
  const [params, setParams] = useSearchParams();
  const found = Object.fromEntries(keys.flatMap((key) => (params.has(key) ? [[key, params.get(key)]] : [])));
  // the play narrows the page; the people are opened by what else the address says
  const play = params.get('play');
  const kept: Record<string, string> = play ? { play } : {};
  return {
    behind: Object.keys(found).length > 0 ? ({ ...found, ...(found.direction ? kept : {}) } as Behind) : null,
    open: (behind) => {
      const next = new URLSearchParams(kept);
      for (const key of keys) {
        const value = behind[key];
        if (value) next.set(key, value);
      }
      setParams(next, { preventScrollReset: true });
    },
    close: () => setParams(kept, { preventScrollReset: true }),
  };
}

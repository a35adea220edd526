import type { RoleName } from '@yutang/contracts/accounts';
import { useSession } from '../accounts/session.tsx';
import { usePlays } from '../plays/plays-api.ts';
import { useSources } from '../sources/sources-api.ts';
import {
  useAnySpend,
  useBackups,
  useImports,
  usePond,
  useRuns,
  useTeam,
  useUnowned,
} from './home-questions.ts';

/** A step of the first hour. */
export type StepName =
  | 'source'
  | 'event'
  | 'import'
  | 'pond'
  | 'owners'
  | 'colleague'
  | 'backup'
  | 'export'
  | 'spend'
  | 'play';

export interface Step {
  name: StepName;
  /** Null: not known (yet, or the question failed). */
  done: boolean | null;
  to: string;
}

/** What each role begins with, in the order it is done; what a role has no right to is left out below. */
const ofRole: Record<RoleName, readonly StepName[]> = {
  owner: ['source', 'event', 'import', 'pond', 'owners', 'colleague', 'backup', 'export'],
  admin: ['source', 'event', 'import', 'colleague', 'backup'],
  operator: ['import', 'pond', 'owners', 'play', 'spend', 'export'],
  manager: ['owners'],
  guide: [],
  analyst: ['export'],
};

/** The steps of the role with what shows that they are done: always what is there, never that something was clicked. */
export function useSteps(): Step[] {
  const { can, role } = useSession();
  const wanted = new Set<StepName>(ofRole[role]);
  const asks = (name: StepName, may: boolean) => wanted.has(name) && may;
  const may: Record<StepName, boolean> = {
    source: asks('source', can('sources.write')),
    event: asks('event', can('sources.read')),
    import: asks('import', can('imports.write')),
    pond: asks('pond', can('pond.read')),
    owners: asks('owners', can('customers.assign') && can('pond.read')),
    colleague: asks('colleague', can('team.write')),
    backup: asks('backup', can('backup.run')),
    export: asks('export', can('sql.read')),
    spend: asks('spend', can('spend.write')),
    play: asks('play', can('plays.write')),
  };
  const sources = useSources().data?.items.filter(({ kind }) => kind !== 'import');
  const imports = useImports(may.import).data?.items;
  const counts = usePond(may.pond || may.owners).data?.counts;
  const unowned = useUnowned(may.owners).data?.total;
  const members = useTeam(may.colleague).data?.items;
  const backups = useBackups(may.backup).data?.items;
  const runs = useRuns(may.export).data?.items;
  const spend = useAnySpend(may.spend).data?.items;
  const plays = usePlays().data?.items;
  const some = <T>(items: readonly T[] | undefined, is: (item: T) => boolean): boolean | null =>
    items === undefined ? null : items.some(is);
  const done: Record<StepName, boolean | null> = {
    source: some(sources, () => true),
    event: some(sources, ({ accepted }) => accepted > 0),
    import: some(imports, ({ state }) => state === 'done'),
    pond: counts ? counts.private > 0 : null,
    owners: counts && unowned !== undefined ? unowned < counts.identifiable : null,
    colleague: members ? members.length > 1 : null,
    backup: some(backups, ({ state }) => state === 'done'),
    export: some(runs, ({ error }) => error === null),
    spend: some(spend, () => true),
    play: some(plays, ({ described }) => described),
  };
  const to: Record<StepName, string> = {
    source: '/sources',
    event: '/sources',
    import: '/imports',
    pond: '/pond',
    owners: '/customers?state=identifiable&owner=-',
    colleague: '/team',
    backup: '/doctor',
    export: '/sql',
    spend: '/spend?tab=lines',
    play: '/plays',
  };
  return ofRole[role].filter((name) => may[name]).map((name) => ({ name, done: done[name], to: to[name] }));
}

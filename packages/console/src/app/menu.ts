import type { PermissionName } from '@yutang/contracts/accounts';
import type { IconName } from '../design/icon.tsx';
import type { Session } from '../features/accounts/session.tsx';
import type { appWords } from './app-words.ts';

type AppPhrase = keyof typeof appWords.phrases;

/** A page of the console: an entry exists only when what it leads to works. */
export interface MenuEntry {
  /** The address is the noun. */
  path: string;
  label: AppPhrase;
  icon: IconName;
  /** Without it the entry is hidden and the address explains why. */
  permission: PermissionName | null;
  /** Only for who has own customers (a guide), or for brands with a tree of units. */
  only?: 'guide' | 'tree';
}

/** Whether an entry is shown to somebody: by right, by post, by the brand's size. */
export function isShown(
  { permission, only }: MenuEntry,
  session: Pick<Session, 'can' | 'ownStaff' | 'workspace'>,
): boolean {
  if (permission && !session.can(permission)) return false;
  if (only === 'guide') return session.ownStaff !== null;
  return only !== 'tree' || session.workspace.edition !== 'solo';
}

export interface MenuGroup {
  /** Null: entries that stand by themselves. */
  label: AppPhrase | null;
  entries: readonly MenuEntry[];
}

export const menu: readonly MenuGroup[] = [
  {
    label: null,
    entries: [{ path: 'today', label: 'menu.today', icon: 'today', permission: null }],
  },
  {
    label: 'group.pond',
    entries: [
      { path: 'pond', label: 'menu.pond', icon: 'pond', permission: 'pond.read' },
      { path: 'customers', label: 'menu.customers', icon: 'customers', permission: 'customers.read' },
      { path: 'parties', label: 'menu.parties', icon: 'parties', permission: 'customers.read' },
      { path: 'tags', label: 'menu.tags', icon: 'tags', permission: 'customers.read' },
      {
        path: 'dynamics',
        label: 'menu.dynamics',
        icon: 'live',
        permission: 'customers.read',
        only: 'guide',
      },
      { path: 'identity', label: 'menu.identity', icon: 'identity', permission: 'identity.review' },
    ],
  },
  {
    label: 'group.connect',
    entries: [
      { path: 'channels', label: 'menu.channels', icon: 'channels', permission: 'channels.read' },
      { path: 'spend', label: 'menu.spend', icon: 'spend', permission: 'spend.read' },
    ],
  },
  {
    label: 'group.operate',
    entries: [{ path: 'plays', label: 'menu.plays', icon: 'plays', permission: 'plays.read' }],
  },
  {
    label: 'group.measure',
    entries: [
      { path: 'experience', label: 'menu.experience', icon: 'smile', permission: 'pond.read' },
      { path: 'sql', label: 'menu.sql', icon: 'sql', permission: 'sql.read' },
    ],
  },
  {
    label: 'group.data',
    entries: [
      { path: 'sources', label: 'menu.sources', icon: 'sources', permission: 'sources.read' },
      { path: 'fields', label: 'menu.fields', icon: 'filter', permission: 'sources.read' },
      { path: 'live', label: 'menu.live', icon: 'live', permission: 'events.read' },
      { path: 'dictionary', label: 'menu.dictionary', icon: 'dictionary', permission: 'events.read' },
      { path: 'steps', label: 'menu.steps', icon: 'steps', permission: 'events.read' },
      { path: 'quarantine', label: 'menu.quarantine', icon: 'quarantine', permission: 'quarantine.write' },
      { path: 'imports', label: 'menu.imports', icon: 'imports', permission: 'imports.read' },
      { path: 'keys', label: 'menu.keys', icon: 'keys', permission: 'keys.read' },
      { path: 'webhooks', label: 'menu.webhooks', icon: 'webhooks', permission: 'webhooks.read' },
    ],
  },
  {
    label: 'group.settings',
    entries: [
      { path: 'settings', label: 'menu.settings', icon: 'settings', permission: null },
      {
        path: 'organisation',
        label: 'menu.organisation',
        icon: 'channels',
        permission: 'organisation.read',
        only: 'tree',
      },
      { path: 'team', label: 'menu.team', icon: 'team', permission: 'team.read' },
      { path: 'audit', label: 'menu.audit', icon: 'audit', permission: 'audit.read' },
      { path: 'doctor', label: 'menu.health', icon: 'health', permission: 'health.read' },
    ],
  },
];

/** Every entry, in menu order. */
export const menuEntries: readonly MenuEntry[] = menu.flatMap((group) => group.entries);

import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { ownEvent } from '../customers/index.ts';
import { staleSince } from './source-rhythm.ts';
import { listSources, type SourceRow, setStale } from './source-store.ts';

export interface SourceWatchDeps {
  db: Db;
  inbox: Inbox;
  /** The workspace's clock, epoch ms. */
  clock(workspaceId: number): Promise<() => number>;
}

/** Looks at every source of a workspace, and says in the log which fell silent and which came back. Call it every minute. */
export async function watchSources(deps: SourceWatchDeps, workspaceId: number): Promise<void> {
  const now = (await deps.clock(workspaceId))();
  for (const row of await listSources(deps.db, workspaceId, 0)) {
    const since = row.disabled_at === null ? staleSince(row, now) : null;
    if ((since === null) === (row.reportedSince === null)) continue;
    await deps.db.transaction().execute(async (tx) => {
      // another process may have said it meanwhile
      if (await setStale(tx, workspaceId, row.id, since))
        await deps.inbox.post(tx, workspaceId, [ownEvent(noticeOf(row, since), [], now)]);
    });
  }
}

/** Of nobody: it says something of the house and nothing of a person. */
const noticeOf = (row: SourceRow, since: number | null) => ({
  name: since === null ? 'Source Recovered' : 'Source Stale',
  family: 'system' as const,
  properties: {
    source: row.id,
    name: row.name,
    lastEventAt: row.liveAt,
    staleSince: since ?? row.reportedSince,
  },
});

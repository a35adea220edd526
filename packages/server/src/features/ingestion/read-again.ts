import type { Db } from '../../platform/postgres/db.ts';
import type { Dictionary, ReadAgain } from '../dictionary/index.ts';
import { judgeItem } from './accept-batch.ts';
import { listSources } from './source-store.ts';

/** Reads a quarantined item as the collector would today, for its own source, at its own time of receipt. */
export function createReadAgain(
  db: Db,
  dictionary: Pick<Dictionary, 'ready' | 'check' | 'family'>,
): ReadAgain {
  return async (workspaceId, item, given) => {
    await dictionary.ready(workspaceId);
    const [source] = given.sourceId === null ? [] : await listSources(db, workspaceId, 0, given.sourceId);
    const { messageId } = (item ?? {}) as { messageId?: unknown };
    return judgeItem(
      item,
      workspaceId,
      {
        receivedAt: given.receivedAt,
        verified: given.verified,
        history: given.history,
        sourceId: given.sourceId,
        defaultChannel: source?.channel ?? null,
        ip: null,
        // an item without an id was never accepted, so any new id will do
        fallbackId:
          typeof messageId === 'string' ? messageId : `replay:${workspaceId}:${crypto.randomUUID()}`,
      },
      dictionary,
    );
  };
}

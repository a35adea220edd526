import { AppError } from '@yutang/core/errors';
import type { Db } from '../../platform/postgres/db.ts';
import { createTimedCache } from './timed-cache.ts';
import { readWorkspace, type WorkspaceInfo } from './workspace-store.ts';

/** Zone, currency, kind and clock of workspaces, from memory where possible. */
export interface WorkspaceDirectory {
  /** At most 10 s old when another process changed it, exact for changes of this one. Throws `request.not-found`. */
  getWorkspace(workspaceId: number): Promise<WorkspaceInfo>;
  /**
   * The workspace's clock: a function that answers epoch ms at once. It follows a moved clock within 10 s, at once
   * when this process moved it and `clear` was called.
   */
  workspaceClock(workspaceId: number): Promise<() => number>;
  clear(): void;
}

/** `now` is the real clock. */
export function createWorkspaceDirectory(db: Db, now: () => number, cacheMs = 10_000): WorkspaceDirectory {
  const cache = createTimedCache<WorkspaceInfo>(cacheMs);

  async function getWorkspace(workspaceId: number): Promise<WorkspaceInfo> {
    const found =
      cache.get(workspaceId) ?? (await cache.load(workspaceId, () => readWorkspace(db, workspaceId)));
    if (!found) throw new AppError('request.not-found', { what: `workspace ${workspaceId}` });
    return found;
  }

  return {
    getWorkspace,
    async workspaceClock(workspaceId) {
      let offset = (await getWorkspace(workspaceId)).clockOffsetMs;
      let asking = false;
      return () => {
        const known = cache.get(workspaceId);
        if (known) offset = known.clockOffsetMs;
        else if (!asking) {
          // a clock cannot wait: it goes on with the offset it has and learns of a new one meanwhile
          asking = true;
          const asked = getWorkspace(workspaceId).then(
            (info) => {
              offset = info.clockOffsetMs;
            },
            () => undefined,
          );
          void asked.finally(() => {
            asking = false;
          });
        }
        return now() + offset;
      };
    },
    clear: () => cache.clear(),
  };
}

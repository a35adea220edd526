import type { Db } from '../../platform/postgres/db.ts';
import type { Keys } from './keys.ts';
import type { Sessions } from './sessions.ts';
import type { Throttle } from './throttle.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';

/** What the feature's services and routes share. */
export interface WorkspacesParts {
  db: Db;
  /** The real clock, epoch ms. */
  now: () => number;
  sessions: Sessions;
  keys: Keys;
  directory: WorkspaceDirectory;
  throttle: Throttle;
  /** Forget what is in memory. Call after the commit of any change, so that it holds from the next request on. */
  changed(): void;
}

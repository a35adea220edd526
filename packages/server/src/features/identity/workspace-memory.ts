import type { IdentityCache } from './identity-cache.ts';

/** What the resolver remembers of a workspace between ticks. */
export interface WorkspaceMemory {
  cache: IdentityCache;
  /** The next home to give; null: not read yet. */
  nextHome: number | null;
  /** Values that never link, as `namespace value`; null: not read yet. */
  barred: Set<string> | null;
}

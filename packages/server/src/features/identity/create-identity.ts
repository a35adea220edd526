import type { Feature } from '../../platform/feature.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { resetIdentity } from './identity-store.ts';
import { eraseIdentities, exportIdentities } from './person-store.ts';
import { createResolver, type IdentityResolver, type ResolverOptions } from './resolver.ts';

export interface IdentityDeps extends ResolverOptions {
  db: Db;
  inbox: Inbox;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
}

/** Who is who: the resolver for the engine, and review, merging and unmerging for people. */
export interface Identity {
  feature: Feature;
  resolver: IdentityResolver;
}

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createIdentity(deps: IdentityDeps): Identity {
  return {
    feature: {
      name: 'identity',
      reset: resetIdentity,
      export: exportIdentities,
      erase: eraseIdentities,
    },
    resolver: createResolver(deps),
  };
}

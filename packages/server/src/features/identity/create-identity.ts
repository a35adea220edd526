import type { Feature } from '../../platform/feature.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { createIdentityCommands } from './identity-commands.ts';
import { type IdentityRoutesDeps, registerIdentityRoutes } from './identity-routes.ts';
import { resetIdentity } from './identity-store.ts';
import { eraseIdentities, exportIdentities } from './person-store.ts';
import { createResolver, type IdentityResolver, type ResolverOptions } from './resolver.ts';

export interface IdentityDeps extends ResolverOptions {
  db: Db;
  inbox: Inbox;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  /** Whether a guide may see a customer; told by the feature that knows owners, see `IdentityRoutesDeps`. */
  maySee?: IdentityRoutesDeps['maySee'];
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
      routes: (app) =>
        registerIdentityRoutes(app, {
          db: deps.db,
          commands: createIdentityCommands(deps),
          maySee: deps.maySee,
        }),
      reset: resetIdentity,
      export: exportIdentities,
      erase: eraseIdentities,
    },
    resolver: createResolver(deps),
  };
}

import { readUnitScope } from '../src/features/organisation/index.ts';
import { createWorkspaces, type Workspaces, type WorkspacesDeps } from '../src/features/workspaces/index.ts';
import type { Feature } from '../src/platform/feature.ts';
import { createHttpApp } from '../src/platform/http/create-http-app.ts';
import type { HttpApp } from '../src/platform/http/http-app.ts';
import type { Db } from '../src/platform/postgres/db.ts';

/** An HTTP application of these features alone, guarded as the real one is; the routes of workspaces are always there. */
export async function createFeatureApp(
  db: Db,
  features: readonly Feature[] = [],
  { workspaces: given, ...deps }: Omit<WorkspacesDeps, 'db'> & { workspaces?: Workspaces } = {},
): Promise<HttpApp> {
  const workspaces = given ?? createWorkspaces({ db, unitScopeOf: readUnitScope, ...deps });
  const app = createHttpApp({ logger: false, trustProxy: false });
  workspaces.guard(app);
  for (const feature of [workspaces.feature, ...features]) feature.routes?.(app);
  await app.ready();
  return app;
}

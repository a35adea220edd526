import type { Feature } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { valuesOf } from '../dictionary/index.ts';
import { createDoorAccess, dropStrayDoors } from './door-access.ts';
import { createQueryRunner } from './query-runner.ts';
import { eraseMentions } from './run-store.ts';
import { sqlRoutes } from './sql-routes.ts';
import { createSqlService } from './sql-service.ts';

export interface SqlDeps {
  db: Db;
  databaseUrl: string;
  /** The installation's secret. */
  secret: string;
  /** The database runs on this machine, started by us. */
  local: boolean;
  /** The real clock, epoch ms. */
  now(): number;
  workspace(workspaceId: number): Promise<{ zone: string }>;
}

/** The analyst's door: read-only SQL over documented views (ADR 10). */
export function createSql(deps: SqlDeps): { feature: Feature; resume(): Promise<void> } {
  const access = createDoorAccess(deps);
  const runner = createQueryRunner({ ...deps, access });
  const service = createSqlService({ ...deps, access, runner });
  return {
    feature: {
      name: 'sql',
      routes: (app) => sqlRoutes(app, { ...deps, service }),
      erase: async (tx, workspaceId, { homes }) =>
        eraseMentions(tx, workspaceId, await valuesOf(tx, workspaceId, homes)),
    },
    resume: () => dropStrayDoors(deps.db),
  };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listSettings } from './commands/list-settings.ts';
import type { Config } from './config.ts';
import { backupQuestions, createBackups } from './features/backup/index.ts';
import { createHealth } from './features/health/index.ts';
import { sourceCheck } from './features/ingestion/index.ts';
import { doorCheck } from './features/sql/index.ts';
import { webhookCheck } from './features/webhooks/index.ts';
import { workspaceIds } from './features/workspaces/index.ts';
import { createBackup } from './platform/backup/create-backup.ts';
import type { EventStore } from './platform/event-store/event-store.ts';
import type { Feature } from './platform/feature.ts';
import type { ProxySighting } from './platform/http/proxy-watch.ts';
import type { Db } from './platform/postgres/db.ts';
import { version } from './platform/version.ts';

export interface AdministrationDeps {
  config: Config;
  db: Db;
  databaseUrl: string;
  events: EventStore;
  /** A proxy that was not believed; null: none was noticed. */
  untrustedProxy: () => ProxySighting | null;
  /** Folder of the operational migrations. */
  migrations: string;
}

/** What looks at the whole installation and not at one workspace: health and backups. Only main has these. */
export function createAdministration(deps: AdministrationDeps): {
  features: Feature[];
  settled(): Promise<void>;
} {
  const { config, db, databaseUrl, events } = deps;
  const now = Date.now;
  const secretFile = join(config.dataFolder, 'secret');
  const health = createHealth({
    db,
    events,
    workspaces: () => workspaceIds(db),
    now,
    version,
    migrations: deps.migrations,
    dataFolder: config.dataFolder,
    publicUrl: config.publicUrl,
    trustsProxy: config.trustProxy !== false,
    untrustedProxy: deps.untrustedProxy,
    settings: listSettings(config),
    more: [doorCheck(db), sourceCheck(db, { named: false }), webhookCheck(db)],
  });
  const backups = createBackups({
    db,
    folder: join(config.dataFolder, 'backups'),
    now,
    run: (target, progress) =>
      createBackup({
        target,
        databaseUrl,
        events,
        questions: backupQuestions,
        version,
        now: now(),
        progress,
        ...(config.secret || !existsSync(secretFile) ? {} : { secretFile }),
      }),
  });
  return { features: [health.feature, backups.feature], settled: () => backups.settled() };
}

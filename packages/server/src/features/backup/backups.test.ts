import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, migrationFolder, type TestDatabase } from '../../../testing/test-database.ts';
import { createBackup } from '../../platform/backup/create-backup.ts';
import { restoreBackup } from '../../platform/backup/restore-backup.ts';
import { createEventStore } from '../../platform/event-store/create-event-store.ts';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import { createHttpApp } from '../../platform/http/create-http-app.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { type Backups, backupQuestions, createBackups } from './index.ts';

describe('backups over HTTP', () => {
  let folder: string;
  let database: TestDatabase;
  let events: EventStore;
  let app: HttpApp;
  let backups: Backups;
  let hold: Promise<void> | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yutang-backups-'));
    database = await createTestDatabase();
    events = createEventStore({ eventsUrl: null, dataFolder: folder });
    hold = undefined;
    await sql`insert into workspaces (name, zone, currency, language, kind, created_at)
      values ('one', 'UTC', 'CNY', 'en', 'test', 0)`.execute(database.db);
    backups = createBackups({
      db: database.db,
      folder: join(folder, 'backups'),
      now: () => 1_763_712_000_000,
      run: async (target, progress) => {
        await hold;
        return createBackup({
          target,
          databaseUrl: database.url,
          events,
          questions: backupQuestions,
          version: '0.1.0',
          now: 1_763_712_000_000,
          progress,
        });
      },
    });
    app = createHttpApp({ logger: false, trustProxy: false });
    app.addHook('onRequest', async (request) => {
      request.principal = { workspaceId: 1, accountId: null, keyId: null, label: 'test' } as Principal;
    });
    backups.feature.routes?.(app);
  });
  afterEach(async () => {
    await backups.settled();
    await Promise.all([app.close(), database.close(), events.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  const post = (body: object) => app.inject({ method: 'POST', url: '/api/backup', body });

  it('are begun with an audit row, followed, and found again by the next process', async () => {
    let release = () => {};
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const begun = await post({});
    expect(begun.statusCode).toBe(202);
    expect(begun.json()).toMatchObject({ name: '2025-11-21T08-00-00Z', state: 'running', finishedAt: null });
    expect((await post({ name: 'second' })).json()).toMatchObject({ code: 'backup.running' });
    release();
    await backups.settled();
    const { items } = (await app.inject('/api/backup')).json();
    expect(items).toMatchObject([{ name: '2025-11-21T08-00-00Z', state: 'done' }]);
    expect(items[0].rows).toBeGreaterThan(0);
    expect(items[0].bytes).toBeGreaterThan(0);
    expect(existsSync(join(items[0].folder, 'manifest.json'))).toBe(true);

    const other = await createTestDatabase({ empty: true });
    const elsewhere = createEventStore({ eventsUrl: null, dataFolder: join(folder, 'elsewhere') });
    const source = items[0].folder;
    await restoreBackup({ source, databaseUrl: other.url, events: elsewhere, migrations: migrationFolder });
    const restored = await sql`select name, action from workspaces, audit`.execute(other.db);
    expect(restored.rows).toEqual([{ name: 'one', action: 'backup.started' }]);
    await Promise.all([other.close(), elsewhere.close()]);

    const next = createBackups({
      db: database.db,
      folder: join(folder, 'backups'),
      now: Date.now,
      run: undefined as never,
    });
    mkdirSync(join(folder, 'backups', 'something else'));
    expect(next.list()).toMatchObject([{ name: '2025-11-21T08-00-00Z', state: 'done', rows: items[0].rows }]);
    const { rows } = await sql`select action from audit`.execute(database.db);
    expect(rows).toEqual([{ action: 'backup.started' }]);
  });

  it('are named safely, never twice, and a failure says why and leaves nothing', async () => {
    expect((await post({ name: '../../etc' })).statusCode).toBe(400);
    await sql`insert into engine_state (workspace_id, last_seq) values (1, 5)`.execute(database.db);
    await post({ name: 'nightly' });
    await backups.settled();
    expect(backups.list()).toMatchObject([{ name: 'nightly', state: 'failed' }]);
    expect(backups.list()[0]?.detail).toContain('Let the exporter catch up');
    await sql`delete from engine_state`.execute(database.db);
    await post({ name: 'nightly' });
    await backups.settled();
    expect(backups.list()).toMatchObject([{ name: 'nightly', state: 'done' }]);
    expect((await post({ name: 'nightly' })).json()).toMatchObject({ code: 'backup.not-empty' });
  });
});

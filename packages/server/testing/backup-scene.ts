import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { type BackupQuestions, createBackup } from '../src/platform/backup/create-backup.ts';
import type { Manifest } from '../src/platform/backup/manifest.ts';
import { restoreBackup } from '../src/platform/backup/restore-backup.ts';
import { createEventStore } from '../src/platform/event-store/create-event-store.ts';
import type { EventStore } from '../src/platform/event-store/event-store.ts';
import { randomEvents } from '../src/platform/event-store/random-events.ts';
import type { Db } from '../src/platform/postgres/db.ts';
import { migrate } from '../src/platform/postgres/migrate.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** The questions a backup asks, on the scene's tables: platform code knows no feature's tables. */
export const sceneQuestions: BackupQuestions = {
  async cursors(client) {
    const { rows } = await client.query<{ workspaceId: number; seq: number; firstSeq: number }>(
      'select workspace_id as "workspaceId", seq, first_seq as "firstSeq" from cursors order by 1',
    );
    return rows;
  },
  async partition(client, workspaceId) {
    const { rows } = await client.query<{ home: number; customer: number }>(
      'select home, customer from homes where workspace_id = $1',
      [workspaceId],
    );
    const owners = new Map(rows.map((row) => [row.home, row.customer]));
    return (home) => owners.get(home);
  },
  async rewrites(client) {
    const { rows } = await client.query<{ n: string }>('select count(*)::text as n from undone');
    return rows[0]?.n ?? '';
  },
};

/** An installation in small to be copied, and an empty one to copy it to. */
export interface BackupScene {
  folder: string;
  /** Migrations of the scene; tests add and change them. */
  migrations: string;
  source: TestDatabase;
  target: TestDatabase;
  events: EventStore;
  restored: EventStore;
  make(name: string, more?: Partial<Parameters<typeof createBackup>[0]>): Promise<Manifest>;
  restore(name: string, more?: Partial<Parameters<typeof restoreBackup>[0]>): Promise<Manifest>;
  close(): Promise<void>;
}

export async function createBackupScene(): Promise<BackupScene> {
  const folder = mkdtempSync(join(tmpdir(), 'yutang-backup-'));
  const migrations = join(folder, 'migrations');
  const source = await createTestDatabase({ empty: true });
  const target = await createTestDatabase({ empty: true });
  const events = createEventStore({ eventsUrl: null, dataFolder: join(folder, 'a') });
  const restored = createEventStore({ eventsUrl: null, dataFolder: join(folder, 'b') });
  mkdirSync(migrations);
  writeFileSync(join(migrations, '0001_first.sql'), schema);
  await migrate(source.url, { folder: migrations });
  await fill(source.db);
  await events.open(1);
  await events.append(1, { rows: randomEvents(900, 5), moves: [], upTo: 900 });
  return {
    folder,
    migrations,
    source,
    target,
    events,
    restored,
    make: (name, more = {}) =>
      createBackup({
        target: join(folder, name),
        databaseUrl: source.url,
        events,
        questions: sceneQuestions,
        version: '0.1.0',
        now: 1_700_000_000_000,
        ...more,
      }),
    restore: (name, more = {}) =>
      restoreBackup({
        source: join(folder, name),
        databaseUrl: target.url,
        events: restored,
        migrations,
        ...more,
      }),
    async close() {
      await Promise.all([source.close(), target.close(), events.close(), restored.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const schema = `
  create table parents (id int generated always as identity primary key, child int);
  create table children (id int primary key, parent int not null references parents);
  alter table parents add foreign key (child) references children;
  create table odd ("a b" text, "select" jsonb, bytes bytea, doubled int generated always as (n * 2) stored, n int,
    list bigint[], big numeric, made timestamptz, primary key (n));
  create function refuse() returns trigger language plpgsql as 'begin raise exception ''no''; end';
  create table guarded (i int);
  create trigger guard before insert on guarded for each row execute function refuse();
  create trigger guard_all before truncate on guarded execute function refuse();
  create table cursors (workspace_id int, seq bigint, first_seq bigint);
  create table homes (workspace_id int, home bigint, customer bigint);
  create table undone (i int);`;

/** Keys in a circle, a trigger that refuses, every kind of awkward value, a log that is ahead of the event store. */
async function fill(db: Db): Promise<void> {
  await sql`with made as (insert into parents (child) values (null), (null) returning id)
    insert into children select id * 10, id from made`.execute(db);
  await sql`update parents set child = id * 10`.execute(db);
  await sql`insert into odd ("a b", "select", bytes, n, list, big, made)
    select case i % 4 when 0 then null when 1 then '' when 2 then E'tab\\t new\\n\\\\. \\\\N "鱼"' else repeat('水', i) end,
      jsonb_build_object('a', i, 'b', E'\\n'), decode(md5(i::text), 'hex'), i, array[i, null, -i]::bigint[],
      i / 7.0, '2026-02-03 04:05:06.789+08'::timestamptz + i * interval '1 s'
    from generate_series(1, 300) i`.execute(db);
  await sql`alter table guarded disable trigger user`.execute(db);
  await sql`insert into guarded values (1)`.execute(db);
  await sql`alter table guarded enable trigger user`.execute(db);
  await sql`insert into cursors values (1, 1200, 700), (2, 0, 0)`.execute(db);
  await sql`insert into homes select 1, i, 1 + (i - 1) / 3 from generate_series(1, 300) i`.execute(db);
}

/** The code and parameters of the AppError a promise is refused with. */
export async function refusalOf(
  promise: Promise<unknown>,
): Promise<{ code: string; params: Record<string, unknown> }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${String(error)}`);
  return { code: error.code, params: error.params };
}

import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BackupScene, createBackupScene, refusalOf } from '../../../testing/backup-scene.ts';
import { createTestDatabase } from '../../../testing/test-database.ts';
import { createEventStore } from '../event-store/create-event-store.ts';
import type { EventStore } from '../event-store/event-store.ts';
import { randomEvents } from '../event-store/random-events.ts';

describe('a restore', () => {
  let scene: BackupScene;
  beforeEach(async () => {
    scene = await createBackupScene();
  });
  afterEach(() => scene.close());

  it('says line by line what is damaged, and touches nothing then', async () => {
    const manifest = await scene.make('one');
    const path = (name: string) =>
      join(scene.folder, 'one', manifest.tables.find((table) => table.name === name)!.file.path);
    const whole = readFileSync(path('odd'));
    whole[whole.length >> 1]! ^= 1;
    writeFileSync(path('odd'), whole);
    rmSync(path('homes'));
    appendFileSync(path('children'), 'x');
    truncateSync(join(scene.folder, 'one', manifest.events[0]!.files[0]!.path), 100);
    const { code: refused, params } = await refusalOf(scene.restore('one'));
    expect(refused).toBe('restore.damaged');
    expect(String(params.lines).split('\n')).toEqual([
      expect.stringMatching(/^tables\/children\.copy\.gz: \d+ bytes, should be \d+$/),
      'tables/homes.copy.gz: missing',
      'tables/odd.copy.gz: content differs from its checksum',
      expect.stringMatching(/^events\/1\/1\.jsonl\.gz: 100 bytes, should be \d+$/),
    ]);
    const { rows } = await sql`select to_regclass('odd') as odd`.execute(scene.target.db);
    expect(rows).toEqual([{ odd: null }]);
  });

  it('is refused when the manifest is missing or was changed by hand', async () => {
    expect((await refusalOf(scene.restore('nothing'))).code).toBe('restore.not-a-backup');
    await scene.make('one');
    const file = join(scene.folder, 'one', 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"rows": 300', '"rows": 301'));
    expect((await refusalOf(scene.restore('one'))).code).toBe('restore.not-a-backup');
  });

  it('goes into an empty installation only', async () => {
    await scene.make('one');
    expect((await refusalOf(scene.make('one'))).code).toBe('backup.not-empty');
    await scene.restored.open(1);
    await scene.restored.append(1, { rows: randomEvents(1, 1), moves: [], upTo: 1 });
    expect((await refusalOf(scene.restore('one'))).params).toEqual({ what: 'events of workspace 1' });
    await scene.restored.drop(1);
    await sql`create table somebody_elses (i int)`.execute(scene.target.db);
    expect((await refusalOf(scene.restore('one'))).params).toEqual({ what: 'table somebody_elses' });
    await sql`drop table somebody_elses`.execute(scene.target.db);
    await scene.restore('one');
    expect((await refusalOf(scene.restore('one', { events: createSecond() }))).code).toBe(
      'restore.target-not-empty',
    );
  });
  const createSecond = () => createEventStore({ eventsUrl: null, dataFolder: join(scene.folder, 'c') });

  it('that fails leaves nothing behind, and can be done after the cause is gone', async () => {
    await scene.make('one');
    const failing: EventStore = {
      ...scene.restored,
      append: async (workspaceId, batch) => {
        if (batch.upTo === 900) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        await scene.restored.append(workspaceId, batch);
      },
    };
    expect((await refusalOf(scene.restore('one', { events: failing }))).code).toBe('server.disk-full');
    const { rows } = await sql<{ n: number }>`select count(*) as n from odd`.execute(scene.target.db);
    expect(rows).toEqual([{ n: 0 }]);
    await scene.restore('one');
    expect((await scene.restored.audit(1)).rows).toBe(900);
  });

  it('of an older version is brought to this one; of a newer one it is refused', async () => {
    await scene.make('one');
    writeFileSync(
      join(scene.migrations, '0002_second.sql'),
      'alter table guarded add column more text default 1',
    );
    await scene.restore('one');
    const { rows } = await sql`select i, more from guarded`.execute(scene.target.db);
    expect(rows).toEqual([{ i: 1, more: '1' }]);
    rmSync(join(scene.migrations, '0002_second.sql'));
    await scene.make('two', { databaseUrl: scene.target.url, events: scene.restored });
    const third = await createTestDatabase({ empty: true });
    writeFileSync(join(scene.migrations, '0001_first.sql'), 'select 1');
    expect((await refusalOf(scene.restore('one', { databaseUrl: third.url }))).code).toBe(
      'store.migration-edited',
    );
    rmSync(join(scene.migrations, '0001_first.sql'));
    expect((await refusalOf(scene.restore('one', { databaseUrl: third.url }))).code).toBe(
      'restore.newer-backup',
    );
    await third.close();
  });

  it('carries the secret that unseals credentials, for its owner only', async () => {
    const secretFile = join(scene.folder, 'secret');
    writeFileSync(secretFile, 's'.repeat(43));
    await scene.make('one', { secretFile });
    const copy = join(scene.folder, 'elsewhere', 'secret');
    await scene.restore('one', { secretFile: copy });
    expect(readFileSync(copy, 'utf8')).toBe('s'.repeat(43));
    const third = await createTestDatabase({ empty: true });
    const refusal = await refusalOf(
      scene.restore('one', { secretFile: copy, databaseUrl: third.url, events: createSecond() }),
    );
    expect(refusal.params).toEqual({ what: copy });
    await third.close();
  });
});

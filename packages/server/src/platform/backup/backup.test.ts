import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BackupScene,
  createBackupScene,
  refusalOf,
  sceneQuestions,
} from '../../../testing/backup-scene.ts';
import type { BackupQuestions, CopyProgress } from './create-backup.ts';
import type { Manifest } from './manifest.ts';

/** What two backups of the same data have in common. */
const contents = (manifest: Manifest) => ({
  tables: manifest.tables.map(({ name, rows, file }) => [name, rows, file.sha256]),
  sequences: manifest.sequences,
  events: manifest.events,
});

describe('a backup', () => {
  let scene: BackupScene;
  beforeEach(async () => {
    scene = await createBackupScene();
  });
  afterEach(() => scene.close());

  it('restored holds the same in every table, every event and every answer', async () => {
    const first = await scene.make('one');
    const seen: CopyProgress[] = [];
    await scene.restore('one', { progress: (step) => seen.push(step) });
    const again = await scene.make('two', { databaseUrl: scene.target.url, events: scene.restored });
    expect(contents(again)).toEqual(contents(first));
    expect(first.tables.map((table) => [table.name, table.rows])).toContainEqual(['odd', 300]);
    expect(first.events).toMatchObject([
      { workspaceId: 1, seq: 1200, upTo: 900, rows: 900 },
      { workspaceId: 2, seq: 0, upTo: 0, rows: 0 },
    ]);
    expect(seen.at(-1)).toMatchObject({ rows: first.events[0]!.rows + 300 + 2 + 2 + 1 + 2 + 300 });

    const question = {
      sql: `select name, channel, count(*) as n, count(distinct source) as people, sum(coalesce(amount_minor, 0)) as paid
            from events group by name, channel order by name, channel`,
    };
    expect(await scene.restored.query(1, question)).toEqual(await scene.events.query(1, question));
    // identities and sequences go on where they were; triggers and keys guard again
    const { rows } = await sql`insert into parents (child) values (10) returning id`.execute(scene.target.db);
    expect(rows).toEqual([{ id: 3 }]);
    await expect(sql`insert into guarded values (2)`.execute(scene.target.db)).rejects.toThrow('no');
    await expect(sql`insert into children values (5, 99)`.execute(scene.target.db)).rejects.toThrow(
      'foreign key',
    );
  });

  it('has each event with the customer its home belonged to at that instant, whatever came after', async () => {
    await scene.make('one');
    await scene.restore('one');
    const { rows } = await sql<{ home: number; customer: number }>`select home, customer from homes`.execute(
      scene.target.db,
    );
    const owners = new Map(rows.map((row) => [row.home, row.customer]));
    const found = await scene.restored.query<{ source: number; customer: number }>(1, {
      sql: 'select source, customer from events where source > 0',
    });
    expect(found.length).toBeGreaterThan(800);
    expect(found.filter((row) => row.customer !== owners.get(row.source))).toEqual([]);
  });

  it('leaves out events after its instant: the log has them not either', async () => {
    await sql`update cursors set seq = 500 where workspace_id = 1`.execute(scene.source.db);
    const manifest = await scene.make('one');
    expect(manifest.events[0]).toMatchObject({ upTo: 500, rows: 500 });
    await scene.restore('one');
    expect(await scene.restored.watermark(1)).toBe(500);
    expect(await scene.restored.audit(1)).toMatchObject({ rows: 500, distinct: 500, maxSeq: 500 });
  });

  it('is refused when the log no longer holds what the event store lacks', async () => {
    await sql`update cursors set first_seq = 950 where workspace_id = 1`.execute(scene.source.db);
    expect(await refusalOf(scene.make('one'))).toEqual({
      code: 'backup.log-gap',
      params: { workspace: 1, stored: 900, log: 950 },
    });
    expect(await readdir(scene.folder)).not.toContain('one');
    expect(await readdir(scene.folder)).not.toContain('one.partial');
  });

  it('is of one instant although people go on writing', async () => {
    let busy = true;
    const writing = (async () => {
      for (let i = 1000; busy; i++) {
        await sql`insert into odd (n) values (${i})`.execute(scene.source.db).catch(() => {});
      }
    })();
    const first = await scene.make('one');
    busy = false;
    await writing;
    await scene.restore('one');
    expect(
      (await scene.make('two', { databaseUrl: scene.target.url, events: scene.restored })).tables,
    ).toEqual(first.tables);
  });

  it('is begun anew when stored events were rewritten meanwhile', async () => {
    let asked = 0;
    const rewritten: BackupQuestions = {
      ...sceneQuestions,
      rewrites: async (client) => `${await sceneQuestions.rewrites(client)} ${++asked === 2 ? 'undone' : ''}`,
    };
    await scene.make('one', { questions: rewritten });
    expect(asked).toBe(4);
  });
});

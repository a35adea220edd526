import type pg from 'pg';
import type { BackupQuestions } from '../../platform/backup/create-backup.ts';

/**
 * What a backup asks of tables that are not its own, in its own snapshot: read only, in one place, so that whoever
 * changes engine_state, log, identities, engine_commands or erasures finds it.
 */
export const backupQuestions: BackupQuestions = {
  async cursors(client) {
    const { rows } = await client.query<{ workspaceId: number; seq: number; firstSeq: number }>(
      `select w.id as "workspaceId", coalesce(e.last_seq, 0) as seq,
         coalesce((select min(l.seq) from log l where l.workspace_id = w.id), 0) as "firstSeq"
       from workspaces w left join engine_state e on e.workspace_id = w.id
       order by w.id`,
    );
    return rows;
  },
  async partition(client, workspaceId) {
    const owners = await readOwners(client, workspaceId);
    // 0: not seen since the folds were last reset; then the event's own word stands
    return (home) => owners[home] || undefined;
  },
  async rewrites(client) {
    const { rows } = await client.query<{ state: string }>(
      `select concat(
         (select count(finished_at) || ' ' || coalesce(max(finished_at), 0) from engine_commands where kind = 'retract'), ' ',
         (select count(*) || ' ' || count(stored_at) || ' ' || coalesce(max(at), 0) from erasures)) as state`,
    );
    return rows[0]?.state ?? '';
  },
};

/** Customer of each home, by home: 8 bytes each, 8 MB for a million. */
async function readOwners(client: pg.ClientBase, workspaceId: number): Promise<Float64Array> {
  const { rows } = await client.query<{ last: number }>(
    'select coalesce(max(home), 0) as last from identities where workspace_id = $1',
    [workspaceId],
  );
  const last = rows[0]?.last ?? 0;
  const owners = new Float64Array(last + 1);
  for (let after = 0; after < last; after += 100_000) {
    const found = await client.query<{ home: number; customer: number }>(
      'select home, customer from identities where workspace_id = $1 and home > $2 and home <= $3',
      [workspaceId, after, after + 100_000],
    );
    for (const { home, customer } of found.rows) owners[home] = customer;
  }
  return owners;
}

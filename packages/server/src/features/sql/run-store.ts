import type { SqlRun } from '@yutang/contracts/sql';
import { withoutValues } from '@yutang/core/sql';
import { sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { mentions } from '../dictionary/index.ts';

const keptForMs = 90 * 86_400_000;

export interface RunRecord {
  kind: SqlRun['kind'];
  text: string;
  masked: boolean;
  /** Epoch ms. */
  startedAt: number;
  ms: number;
  rows: number;
  /** Code of the catalogue; null when it ended well. */
  error: string | null;
}

/** Keeps a run for who asked, and lets go of those older than 90 days. Answers its number. */
export async function insertRun(tx: Tx, principal: Principal, run: RunRecord): Promise<number> {
  const { workspaceId, accountId, keyId } = principal;
  await sql`delete from sql_runs where workspace_id = ${workspaceId} and started_at < ${run.startedAt - keptForMs}`.execute(
    tx,
  );
  const { rows } = await sql<{ id: number }>`
    insert into sql_runs (workspace_id, account_id, key_id, kind, text, masked, started_at, ms, rows, error)
    values (${workspaceId}, ${accountId}, ${keyId}, ${run.kind}, ${run.text}, ${run.masked}, ${run.startedAt}, ${run.ms},
      ${run.rows}, ${run.error}) returning id`.execute(tx);
  return rows[0]?.id ?? 0;
}

/** One page of the caller's own runs, latest first. */
export async function listRuns(
  db: Db,
  { workspaceId, accountId, keyId }: Principal,
  query: { limit?: number; cursor?: string },
): Promise<{ items: SqlRun[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const after = decodeCursor(query.cursor, ['number']);
  const { rows } = await sql<SqlRun>`
    select id, kind, text, started_at as at, ms, rows, error from sql_runs
    where workspace_id = ${workspaceId} and account_id is not distinct from ${accountId}::bigint
      and key_id is not distinct from ${keyId}::bigint ${after ? sql`and id < ${after[0]}` : sql``}
    order by id desc limit ${limit + 1}`.execute(db);
  return cutPage(rows, limit, (row) => [row.id]);
}

/** Takes the values out of queries, run or saved, that mention one of these; what they ask for stays readable. */
export async function eraseMentions(tx: Tx, workspaceId: number, values: readonly string[]): Promise<void> {
  for (const table of ['sql_runs', 'sql_queries']) {
    const { rows } = await sql<{ id: number; text: string }>`
      select id, text from ${sql.table(table)}
      where workspace_id = ${workspaceId} and ${mentions(sql`text`, values)}`.execute(tx);
    for (const { id, text } of rows) {
      await sql`
        update ${sql.table(table)} set text = ${withoutValues(text)}
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
    }
  }
}

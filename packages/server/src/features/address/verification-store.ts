import type { VerificationFile } from '@yutang/contracts/address';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** Newest first. */
export async function listVerifications(db: Db, workspaceId: number): Promise<VerificationFile[]> {
  const { rows } = await sql<VerificationFile>`
    select file, content, created_at as "createdAt", created_by as "createdBy" from verification_files
    where workspace_id = ${workspaceId} order by created_at desc, file`.execute(db);
  return rows;
}

/** How many files a workspace keeps. */
export async function countVerifications(tx: Tx, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ files: number }>`
    select count(*)::int as files from verification_files where workspace_id = ${workspaceId}`.execute(tx);
  return rows[0]?.files ?? 0;
}

/** Writes a file in the place of the workspace's own; false: another workspace has one of that name. */
export async function writeVerification(
  tx: Tx,
  workspaceId: number,
  file: VerificationFile,
): Promise<boolean> {
  const { rows } = await sql`
    insert into verification_files as v (workspace_id, file, content, created_at, created_by)
    values (${workspaceId}, ${file.file}, ${file.content}, ${file.createdAt}, ${file.createdBy})
    on conflict (file) do update set content = excluded.content, created_at = excluded.created_at,
      created_by = excluded.created_by
    where v.workspace_id = excluded.workspace_id
    returning 1`.execute(tx);
  return rows.length > 0;
}

/** Whether there was such a file. */
export async function deleteVerification(tx: Tx, workspaceId: number, file: string): Promise<boolean> {
  const { rows } = await sql`
    delete from verification_files where workspace_id = ${workspaceId} and file = ${file} returning 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/** What anybody gets at `/<file>`, of whichever workspace; undefined: nothing. */
export async function servedVerification(db: Db, file: string): Promise<string | undefined> {
  const { rows } = await sql<{ content: string }>`
    select content from verification_files where file = ${file}`.execute(db);
  return rows[0]?.content;
}

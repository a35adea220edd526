import type { TagBatch } from '@yutang/contracts/tags';
import { sql } from 'kysely';
import { booleans, integers } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { Change } from './plan-changes.ts';

/** Opens a batch and answers its number. */
export async function insertBatch(
  tx: Tx,
  workspaceId: number,
  batch: { at: number; by: string; added: readonly number[]; removed: readonly number[]; people: number },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into tag_batches (workspace_id, at, by, added, removed, people)
    values (${workspaceId}, ${batch.at}, ${batch.by}, ${integers(batch.added)}::int[], ${integers(batch.removed)}::int[],
      ${batch.people}) returning id`.execute(tx);
  return rows[0]?.id as number;
}

/** Keeps what a batch does, by the customer's number, which is a home of theirs for ever. */
export async function insertBatchPeople(
  tx: Tx,
  workspaceId: number,
  batch: number,
  changes: readonly Change[],
): Promise<void> {
  await sql`
    insert into tag_batch_people (workspace_id, batch, home, tag, added, until)
    select ${workspaceId}::int, ${batch}::int, * from unnest(${integers(changes.map((c) => c.customer))}::bigint[],
      ${integers(changes.map((c) => c.tag))}::int[], ${booleans(changes.map((c) => c.added))}::boolean[],
      ${integers(changes.map((c) => c.until))}::bigint[])`.execute(tx);
}

/** What a batch did. */
export async function readBatchPeople(
  tx: Tx,
  workspaceId: number,
  batch: number,
): Promise<{ home: number; tag: number; added: boolean; until: number | null }[]> {
  const { rows } = await sql<{ home: number; tag: number; added: boolean; until: number | null }>`
    select home, tag, added, until from tag_batch_people
    where workspace_id = ${workspaceId} and batch = ${batch} order by home, tag`.execute(tx);
  return rows;
}

const columns = sql.raw('id, at, by, added, removed, people, undone_at as "undoneAt"');

/** The last hundred batches, newest first. */
export async function readBatches(db: Db, workspaceId: number): Promise<TagBatch[]> {
  const { rows } = await sql<TagBatch>`
    select ${columns} from tag_batches where workspace_id = ${workspaceId} order by id desc limit 100`.execute(
    db,
  );
  return rows;
}

/** Marks a batch as undone; false when it was before, undefined when there is none. */
export async function markUndone(
  tx: Tx,
  workspaceId: number,
  id: number,
  { at, by }: { at: number; by: string },
): Promise<boolean | undefined> {
  const { rows } = await sql<{ undone_at: number | null }>`
    select undone_at from tag_batches where workspace_id = ${workspaceId} and id = ${id} for update`.execute(
    tx,
  );
  if (!rows[0]) return undefined;
  if (rows[0].undone_at !== null) return false;
  await sql`update tag_batches set undone_at = ${at}, undone_by = ${by}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
  return true;
}

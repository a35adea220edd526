import { sql } from 'kysely';
import type { Db, Tx } from './db.ts';

/** Every table whose rows belong to a workspace, those that others point to last. */
export async function workspaceTables(db: Db | Tx): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.attname = 'workspace_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname = current_schema()
    order by 1`.execute(db);
  const { rows: keys } = await sql<{ from: string; to: string }>`
    select f.relname as "from", t.relname as "to" from pg_constraint k
    join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and f.oid <> t.oid`.execute(db);
  const left = new Set(tables.map(({ name }) => name));
  const ordered: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter((name) => !keys.some(({ from, to }) => to === name && left.has(from)));
    if (free.length === 0) throw new Error(`tables point to each other: ${[...left].join(', ')}`);
    for (const name of free) left.delete(name);
    ordered.push(...free);
  }
  return ordered;
}

/** Deletes every row of a workspace from every table and answers how many there were. Nothing is asked: the caller did. */
export async function deleteWorkspaceRows(tx: Tx, workspaceId: number): Promise<number> {
  let deleted = 0;
  for (const table of await workspaceTables(tx)) {
    const { numAffectedRows = 0n } =
      await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(tx);
    deleted += Number(numAffectedRows);
  }
  return deleted;
}

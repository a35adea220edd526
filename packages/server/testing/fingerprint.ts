import { sql } from 'kysely';
import type { Db } from '../src/platform/postgres/db.ts';

/** One text per table for all rows of a workspace (and its members' accounts): equal texts, equal rows. */
export async function fingerprintOf(
  db: Db,
  workspaceId: number,
  ignore: readonly string[] = [],
): Promise<Map<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where a.attname = 'workspace_id' and c.relkind in ('r', 'p') and not c.relispartition and n.nspname = 'public'
    order by 1`.execute(db);
  const prints = new Map<string, string>();
  for (const { name } of tables) {
    if (ignore.includes(name)) continue;
    prints.set(name, await print(db, sql`${sql.table(name)} t where t.workspace_id = ${workspaceId}`));
  }
  const members = sql`accounts t where id in (select account_id from members where workspace_id = ${workspaceId})`;
  prints.set('accounts', await print(db, members));
  return prints;
}

async function print(db: Db, from: ReturnType<typeof sql>): Promise<string> {
  const { rows } = await sql<{ print: string }>`
    select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as print
    from ${from}`.execute(db);
  return rows[0]?.print ?? '';
}

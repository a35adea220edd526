import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Manifest, TableCopy } from './manifest.ts';
import { readStoredFile, storeFile } from './stored-file.ts';

/** A table to be copied: `migrations` is not, it describes the schema a restore makes anew. */
export interface TableToCopy {
  name: string;
  columns: string[];
  /** What the planner believes it holds. */
  estimate: number;
}

/** The tables of schema `public`, their columns without generated ones, in the order of their names. */
export async function listTables(client: pg.ClientBase): Promise<TableToCopy[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; estimate: number }>(
    `select c.relname as name, greatest(c.reltuples, 0)::float8 as estimate,
       array(select a.attname::text from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
             order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations'
     order by c.relname collate "C"`,
  );
  return rows;
}

/** Streams a table into a file of the backup, as the client's transaction sees it. */
export async function copyTableOut(
  client: pg.ClientBase,
  folder: string,
  table: TableToCopy,
): Promise<TableCopy> {
  const columns = table.columns.map(quoted).join(', ');
  const stream = client.query(copyTo(`copy (select ${columns} from ${quoted(table.name)}) to stdout`));
  const file = await storeFile(folder, `tables/${table.name}.copy.gz`, stream);
  return { name: table.name, columns: table.columns, rows: stream.rowCount, file };
}

/** Where each sequence stands. Read after the tables: a number too high is harmless, one too low is not. */
export async function readSequences(client: pg.ClientBase): Promise<Manifest['sequences']> {
  const { rows: names } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'S' order by 1`,
  );
  const found: Manifest['sequences'] = [];
  for (const { name } of names) {
    const { rows } = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${quoted(name)}`,
    );
    found.push({ name, last: Number(rows[0]?.last), called: rows[0]?.called === true });
  }
  return found;
}

/**
 * Fills empty tables from a backup, inside the client's transaction. Triggers stay silent and foreign keys are checked
 * at the end, so the order of the tables does not matter.
 */
export async function copyTablesIn(
  client: pg.ClientBase,
  folder: string,
  manifest: Manifest,
  progress: (rows: number, table: string) => void,
): Promise<void> {
  const names = manifest.tables.map((table) => quoted(table.name));
  const { rows: keys } = await client.query<{ drop: string; add: string }>(
    `select format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as drop,
       format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as add
     from pg_constraint k join pg_namespace n on n.oid = k.connamespace
     where n.nspname = 'public' and k.contype = 'f' and k.conparentid = 0`,
  );
  for (const key of keys) await client.query(key.drop);
  // some tables refuse even an empty truncate (the audit log is append-only)
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  // truncated in this transaction: then rows can be written frozen, and without a log of their own
  if (names.length > 0) await client.query(`truncate ${names.join(', ')}`);
  for (const table of manifest.tables) {
    const target = quoted(table.name);
    const freeze = (await isPartitioned(client, table.name)) ? '' : ' with (freeze)';
    const stream = client.query(
      copyFrom(`copy ${target} (${table.columns.map(quoted).join(', ')}) from stdin${freeze}`),
    );
    await pipeline(readStoredFile(folder, table.file), stream);
    if (stream.rowCount !== table.rows) {
      throw new Error(`${table.file.path} holds ${stream.rowCount} rows and should hold ${table.rows}`);
    }
    await client.query(`alter table ${target} enable trigger user`);
    progress(table.rows, table.name);
  }
  for (const key of keys) await client.query(key.add);
  for (const { name, last, called } of manifest.sequences) {
    await client.query('select setval($1::regclass, $2, $3)', [quoted(name), last, called]);
  }
}

async function isPartitioned(client: pg.ClientBase, table: string): Promise<boolean> {
  const { rows } = await client.query<{ kind: string }>(
    'select relkind as kind from pg_class where oid = $1::regclass',
    [quoted(table)],
  );
  return rows[0]?.kind === 'p';
}

/** An identifier as SQL wants it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One migration as shipped. */
export interface Migration {
  number: number;
  /** File name without `.sql`, e.g. `0002_engine`. */
  name: string;
  sql: string;
  /** sha256 of the text; line ends do not count. */
  checksum: string;
}

/** Reads `NNNN_name.sql` of a folder in the order of their numbers. Two files of one number are a fault of ours. */
export function readMigrations(folder: string): Migration[] {
  const found = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1];
      if (!number) throw new Error(`Migration ${file} is not named NNNN_lower_case.sql`);
      const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { number: Number(number), name: file.slice(0, -4), sql, checksum };
    });
  for (const [at, migration] of found.entries()) {
    if (found[at - 1]?.number === migration.number) {
      throw new Error(`Migrations ${found[at - 1]?.name} and ${migration.name} have the same number`);
    }
  }
  return found;
}

/** One checksum for a whole set: the harness names its template by it. */
export function checksumOf(migrations: Migration[]): string {
  return createHash('sha256')
    .update(migrations.map((migration) => `${migration.name} ${migration.checksum}`).join('\n'))
    .digest('hex');
}

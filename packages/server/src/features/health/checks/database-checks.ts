import { existsSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Db } from '../../../platform/postgres/db.ts';
import { type AppliedMigration, pendingOf } from '../../../platform/postgres/migrate.ts';
import { readMigrations } from '../../../platform/postgres/migration-files.ts';
import { compareSchemas, readSchema } from '../../../platform/postgres/schema-manifest.ts';
import { type Check, plain } from '../check.ts';

export interface DatabaseFacts {
  db: Db;
  /** Folder of the operational migrations; the manifest lies beside it as `operational.schema.txt`. */
  migrations: string;
  now(): number;
}

const startAgain = {
  en: 'Stop and start Yutang: it applies what is missing. When that fails, it names the file.',
  zh: '请重启鱼塘:启动时会应用缺少的迁移;若失败会指出文件名。',
};

/** PostgreSQL: there, new enough, at our schema, with our time. */
export function databaseChecks({ db, migrations, now }: DatabaseFacts): Check[] {
  return [
    {
      name: 'postgres.version',
      label: { en: 'PostgreSQL', zh: 'PostgreSQL' },
      remedy: {
        en: 'Start the database, or correct DATABASE_URL. The embedded one is started again by itself; its log is postgres/server.log in the data folder.',
        zh: '请启动数据库,或修正 DATABASE_URL。内置数据库会自动重启,日志为数据目录下的 postgres/server.log。',
      },
      async find() {
        const { rows } = await sql<{ version: string; major: number; connections: number; most: number }>`
          select current_setting('server_version') as version,
            current_setting('server_version_num')::int / 10000 as major,
            (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
            current_setting('max_connections')::int as most`.execute(db);
        const row = rows[0];
        if (!row) throw new Error('no answer');
        const detail = {
          en: `${row.version}, ${row.connections} of ${row.most} connections`,
          zh: `${row.version},连接 ${row.connections}/${row.most}`,
        };
        if (row.major < 15) {
          const remedy = { en: 'Use PostgreSQL 15 or newer.', zh: '请使用 PostgreSQL 15 或更高版本。' };
          return { state: 'fail', detail, remedy };
        }
        if (row.connections <= row.most * 0.9) return { state: 'ok', detail };
        const remedy = {
          en: 'Nearly all connections are in use: raise max_connections, or see who holds them in pg_stat_activity.',
          zh: '连接数即将用尽:请提高 max_connections,或在 pg_stat_activity 中查看占用者。',
        };
        return { state: 'warn', detail, remedy };
      },
    },
    migrationCheck(db, migrations),
    {
      name: 'postgres.schema',
      label: { en: 'Schema as shipped', zh: '表结构与发布一致' },
      remedy: startAgain,
      async find() {
        const file = `${migrations}.schema.txt`;
        if (!existsSync(file)) throw new Error(`${file} is missing`);
        const expected = readFileSync(file, 'utf8').trimEnd().split('\n');
        const found = await readSchema((text) => sql.raw<{ line: string }>(text).execute(db));
        const { missing, extra } = compareSchemas(expected, found);
        if (missing.length + extra.length === 0)
          return { state: 'ok', detail: plain(`${expected.length} ✓`) };
        const some = [...missing.map((line) => `− ${line}`), ...extra.map((line) => `+ ${line}`)];
        const shown = some.slice(0, 5).map((line) => line.slice(0, 120));
        const more = some.length > 5 ? ` … (${some.length})` : '';
        return {
          state: missing.length > 0 ? 'fail' : 'warn',
          detail: plain(`${shown.join('; ')}${more}`),
          remedy: {
            en: 'Somebody changed the schema by hand. Undo the lines with +, put back those with −, or restore a backup.',
            zh: '表结构被手工修改。请撤销带 + 的项,补回带 − 的项,或恢复备份。',
          },
        };
      },
    },
    clockCheck(db, now),
  ];
}

/** Also one of the two that decide whether requests can be served. */
export function migrationCheck(db: Db, migrations: string): Check {
  return {
    name: 'postgres.migrations',
    label: { en: 'Migrations', zh: '数据库迁移' },
    remedy: startAgain,
    async find() {
      const { rows } = await sql<AppliedMigration>`
        select number, name, checksum from migrations order by number`.execute(db);
      const pending = pendingOf(readMigrations(migrations), rows);
      if (pending.length === 0) return { state: 'ok', detail: plain(rows.at(-1)?.name ?? '0') };
      const names = pending.map((migration) => migration.name).join(', ');
      return {
        state: 'fail',
        detail: { en: `Not applied: ${names}`, zh: `未应用:${names}` },
        remedy: startAgain,
      };
    },
  };
}

/** Half the round trip is taken off; what people see is in the database's time, what the engine does in ours. */
function clockCheck(db: Db, now: () => number): Check {
  const remedy = {
    en: 'Let both machines follow a time server (chrony, systemd-timesyncd).',
    zh: '请让两台机器都与时间服务器同步(chrony、systemd-timesyncd)。',
  };
  return {
    name: 'clock.skew',
    label: { en: 'Clock against the database', zh: '与数据库的时钟差' },
    remedy,
    async find() {
      const before = now();
      const { rows } = await sql<{ at: number }>`
        select (extract(epoch from clock_timestamp()) * 1000)::bigint as at`.execute(db);
      const after = now();
      const skew = Math.round((rows[0]?.at ?? 0) - (before + after) / 2);
      // within the round trip nothing can be said
      const sure = Math.max(0, Math.abs(skew) - (after - before) / 2);
      const state = sure > 60_000 ? 'fail' : sure > 2_000 ? 'warn' : 'ok';
      return state === 'ok'
        ? { state, detail: plain(`${skew} ms`) }
        : { state, detail: plain(`${skew} ms`), remedy };
    },
  };
}

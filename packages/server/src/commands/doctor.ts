import type { HealthCheck } from '@yutang/contracts/health';
import { type Config, readConfig } from '../config.ts';
import {
  addressChecks,
  type Check,
  databaseChecks,
  engineChecks,
  eventStoreChecks,
  machineChecks,
  runChecks,
  worstOf,
} from '../features/health/index.ts';
import { sourceCheck } from '../features/ingestion/index.ts';
import { doorCheck } from '../features/sql/index.ts';
import { webhookCheck } from '../features/webhooks/index.ts';
import { workspaceIds } from '../features/workspaces/index.ts';
import { migrationFolder } from '../open-house.ts';
import { createEventStore } from '../platform/event-store/create-event-store.ts';
import { createDb } from '../platform/postgres/create-db.ts';
import { lookAtEmbeddedPostgres } from '../platform/postgres/embedded/running-postgres.ts';
import { startEmbeddedPostgres } from '../platform/postgres/embedded/start-embedded-postgres.ts';
import { localAddress, whoAnswers } from './find-server.ts';
import { listSettings } from './list-settings.ts';

/** `yutang doctor [--zh|--en]`: looks at everything, changes nothing, says what to do. Exit code 1 when something fails. */
export async function doctor(args: string[]): Promise<number> {
  const locale = Intl.DateTimeFormat().resolvedOptions().locale;
  const language = args.includes('--zh') || (!args.includes('--en') && locale.startsWith('zh')) ? 'zh' : 'en';
  const lines = await examine(readConfig());
  const marks = { ok: '✓', warn: '!', fail: '✗' } as const;
  for (const { state, label, detail, remedy } of lines) {
    console.log(`${marks[state]} ${label[language]}: ${detail[language]}`);
    if (remedy) console.log(`    → ${remedy[language]}`);
  }
  return worstOf(lines.map((line) => line.state)) === 'fail' ? 1 : 0;
}

/** Every check that can be made from outside. What a running server holds open is left to it. */
export async function examine(config: Config): Promise<HealthCheck[]> {
  const settings = listSettings(config);
  const lines = await runChecks([
    ...machineChecks({ dataFolder: config.dataFolder, settings }),
    portCheck(config),
  ]);
  const inUse = !config.databaseUrl && lookAtEmbeddedPostgres(config.dataFolder).owner !== undefined;
  lines.push(...(await examineStores(config, inUse)));
  lines.push(
    ...(await runChecks(
      addressChecks({ publicUrl: config.publicUrl, trustsProxy: config.trustProxy !== false }),
    )),
  );
  return lines;
}

async function examineStores(config: Config, inUse: boolean): Promise<HealthCheck[]> {
  let database: { url: string; close(): Promise<void> };
  try {
    const opened = await openDatabase(config);
    if (!opened) return runChecks([notMadeYet]);
    database = opened;
  } catch (error) {
    return runChecks([{ ...unreachable, find: () => Promise.reject(error) }]);
  }
  const { db, close } = createDb(database.url, { poolSize: 4, applicationName: 'yutang doctor' });
  // DuckDB belongs to one process: while a server runs, it answers for its events itself
  const events = inUse && !config.eventsUrl ? undefined : createEventStore(config);
  try {
    const now = Date.now;
    return await runChecks([
      ...databaseChecks({ db, migrations: migrationFolder, now }),
      ...(events ? eventStoreChecks(events, () => workspaceIds(db), now) : [eventsOfServer(config)]),
      ...engineChecks(db, now),
      doorCheck(db),
      sourceCheck(db, { named: true }),
      webhookCheck(db),
    ]);
  } finally {
    await events?.close();
    await close();
    await database.close();
  }
}

/** The server's own, the running embedded one, or the embedded one started for a moment; undefined: nothing was made yet. */
async function openDatabase(config: Config): Promise<{ url: string; close(): Promise<void> } | undefined> {
  if (config.databaseUrl) return { url: config.databaseUrl, close: async () => {} };
  const { exists, owner, url } = lookAtEmbeddedPostgres(config.dataFolder);
  if (url && owner !== undefined) return { url, close: async () => {} };
  if (!exists) return undefined;
  const quiet = () => {};
  const started = await startEmbeddedPostgres({
    dataFolder: config.dataFolder,
    log: { info: quiet, warn: quiet, error: quiet },
  });
  return { url: started.url, close: () => started.stop() };
}

const databaseLabel = { en: 'PostgreSQL', zh: 'PostgreSQL' };

const notMadeYet: Check = {
  name: 'postgres.version',
  label: databaseLabel,
  remedy: { en: '', zh: '' },
  find: async () => ({
    state: 'ok',
    detail: { en: 'embedded; made at the first start', zh: '内置;首次启动时创建' },
  }),
};

const unreachable: Omit<Check, 'find'> = {
  name: 'postgres.version',
  label: databaseLabel,
  remedy: {
    en: 'Do what the message says; postgres/server.log in the data folder has the whole story.',
    zh: '请按提示处理;完整日志为数据目录下的 postgres/server.log。',
  },
};

function eventsOfServer(config: Config): Check {
  const remedy = {
    en: 'Look at the Health page of the console, or at the log of the server.',
    zh: '请查看控制台的“健康”页面或服务器日志。',
  };
  return {
    name: 'events.engine',
    label: { en: 'Event store', zh: '事件库' },
    remedy,
    async find() {
      const answer = await fetch(`${localAddress(config)}/health/ready`, {
        signal: AbortSignal.timeout(5_000),
      });
      const { failing } = (await answer.json()) as { failing: string[] };
      const detail = {
        en:
          failing.length === 0
            ? 'open in the running server, which is ready'
            : `the server says: ${failing.join(', ')}`,
        zh: failing.length === 0 ? '由运行中的服务器打开,状态就绪' : `服务器报告:${failing.join('、')}`,
      };
      return failing.length === 0 ? { state: 'ok', detail } : { state: 'fail', detail, remedy };
    },
  };
}

function portCheck(config: Config): Check {
  const remedy = {
    en: 'Another program uses the port. Stop it, or set PORT to another number.',
    zh: '端口被其他程序占用。请停止该程序,或将 PORT 设为其他端口。',
  };
  return {
    name: 'port',
    label: { en: 'Port', zh: '端口' },
    remedy,
    async find() {
      const url = localAddress(config);
      const who = await whoAnswers(url);
      if (who === 'other')
        return { state: 'fail', detail: { en: `${url} is taken`, zh: `${url} 已被占用` }, remedy };
      return {
        state: 'ok',
        detail:
          who === 'yutang'
            ? { en: `Yutang answers at ${url}`, zh: `鱼塘正在 ${url} 运行` }
            : { en: `${url} is free`, zh: `${url} 空闲` },
      };
    },
  };
}

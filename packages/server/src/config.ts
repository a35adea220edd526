import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '@yutang/core/errors';

/** Settings of one process. Every one is optional; `yutang doctor` lists them. */
export interface Config {
  port: number;
  host: string;
  /** The address people and platforms use; null while unset. */
  publicUrl: string | null;
  trustProxy: boolean | string;
  dataFolder: string;
  secret: string | null;
  /** Opens `/metrics` to whoever sends it; null: open to this machine only. */
  metricsToken: string | null;
  databaseUrl: string | null;
  eventsUrl: string | null;
  logLevel: string;
}

type Environment = Record<string, string | undefined>;

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Reads the settings. @throws AppError `settings.invalid` naming every setting that is wrong, at once. */
export function readConfig(env: Environment = process.env): Config {
  const wrong: string[] = [];
  const refuse = (name: string, reason: string): void => void wrong.push(`${name} ${reason}`);
  const text = (name: string): string | null => env[name]?.trim() || null;

  const port = Number(text('PORT') ?? 7788);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) refuse('PORT', 'is not a number from 0 to 65535');
  const publicUrl = url(text('PUBLIC_URL'), ['http:', 'https:'], () =>
    refuse('PUBLIC_URL', 'is not an http(s) address'),
  );
  // libpq's addresses may leave the host out (a socket folder follows as ?host=), which no URL may
  const databaseUrl = text('DATABASE_URL');
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl))
    refuse('DATABASE_URL', 'is not a postgres:// address');
  // several hosts in one address are no URL, so its shape is left to the adapter
  const eventsUrl = text('EVENTS_URL');
  if (eventsUrl && !/^clickhouses?:\/\//.test(eventsUrl))
    refuse('EVENTS_URL', 'is not a clickhouse:// address');
  const logLevel = text('LOG_LEVEL') ?? 'info';
  if (!levels.includes(logLevel)) refuse('LOG_LEVEL', `is not one of ${levels.join(', ')}`);
  const secret = text('YUTANG_SECRET');
  if (secret !== null && secret.length < 32) refuse('YUTANG_SECRET', 'is shorter than 32 characters');
  const metricsToken = text('METRICS_TOKEN');
  if (metricsToken !== null && metricsToken.length < 16)
    refuse('METRICS_TOKEN', 'is shorter than 16 characters');
  if (wrong.length > 0) throw new AppError('settings.invalid', { problems: wrong.join('; ') });
  return {
    port,
    host: text('HOST') ?? '127.0.0.1',
    publicUrl,
    trustProxy: trust(text('TRUST_PROXY')),
    dataFolder: resolve(text('YUTANG_DATA') ?? defaultDataFolder(env)),
    secret,
    metricsToken,
    databaseUrl,
    eventsUrl,
    logLevel,
  };
}

function url(value: string | null, protocols: string[], refuse: () => void): string | null {
  if (value === null) return null;
  try {
    if (protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/, '');
  } catch {
    // refused below
  }
  refuse();
  return null;
}

function trust(value: string | null): boolean | string {
  if (value === null || value === 'false' || value === '0') return false;
  return value === 'true' || value === '1' ? true : value;
}

/** `/var/lib/yutang` for root, else the user's own data folder. */
function defaultDataFolder(env: Environment): string {
  if (process.getuid?.() === 0) return '/var/lib/yutang';
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'yutang');
}

/** The language of the terminal, for what a command says. */
export function terminalLanguage(env: Environment = process.env): 'zh' | 'en' {
  return /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en';
}

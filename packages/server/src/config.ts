import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '@yutang/core/errors';
import type { ProxyTrust } from './platform/http/trusted-proxies.ts';

/** Settings of one process. Every one is optional; `yutang doctor` lists them. */
export interface Config {
  port: number;
  host: string;
  /** The address people and platforms use; null while unset. */
  publicUrl: string | null;
  /** Whose `X-Forwarded-…` headers are believed. */
  trustProxy: ProxyTrust;
  dataFolder: string;
  secret: string | null;
  /** Opens `/metrics` to whoever sends it; null: open to this machine only. */
  metricsToken: string | null;
  databaseUrl: string | null;
  eventsUrl: string | null;
  logLevel: string;
  /** `host` or `host:port` of one's own network that webhooks may reach, by plain http too. */
  webhookPrivateHosts: readonly string[];
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
  const publicUrl = origin(text('PUBLIC_URL'), (reason) => refuse('PUBLIC_URL', reason));
  const trustProxy = trust(text('TRUST_PROXY'), (reason) => refuse('TRUST_PROXY', reason));
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
  const webhookPrivateHosts = hosts(text('YUTANG_WEBHOOK_PRIVATE_HOSTS'), (reason) =>
    refuse('YUTANG_WEBHOOK_PRIVATE_HOSTS', reason),
  );
  if (wrong.length > 0) throw new AppError('settings.invalid', { problems: wrong.join('; ') });
  return {
    port,
    host: text('HOST') ?? '127.0.0.1',
    publicUrl,
    trustProxy,
    dataFolder: resolve(text('YUTANG_DATA') ?? defaultDataFolder(env)),
    secret,
    metricsToken,
    databaseUrl,
    eventsUrl,
    logLevel,
    webhookPrivateHosts,
  };
}

/** Scheme, host and port: the console, cookies and collection live at the root, so an address below one is refused. */
function origin(value: string | null, refuse: (reason: string) => void): string | null {
  if (value === null) return null;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) refuse('is not an http(s) address');
  else if (url.username || url.password || url.search || url.hash)
    refuse('is more than scheme, host and port');
  else if (url.pathname !== '/')
    refuse(`has the path ${url.pathname}; a sub-path is not supported, use a host name of its own`);
  return url?.origin ?? null;
}

/** `erp.lan, 10.0.0.7:8080`: exact names, no patterns, so that nobody opens more than was meant. */
function hosts(value: string | null, refuse: (reason: string) => void): string[] {
  const names = (value ?? '').split(',').map((name) => name.trim().toLowerCase());
  const wrong = names.find((name) => name !== '' && !/^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/.test(name));
  if (wrong !== undefined) refuse(`is not a list of hosts (${wrong})`);
  return names.filter((name) => name !== '');
}

/** Names of ranges every proxy table knows. */
const namedRanges = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * `1` is one proxy in front of us, `true` the same: believing every `X-Forwarded-For` whole would let anybody choose
 * the address that throttling and the audit log see.
 */
function trust(value: string | null, refuse: (reason: string) => void): Config['trustProxy'] {
  if (value === null || /^(false|0)$/i.test(value)) return false;
  if (/^true$/i.test(value)) return 1;
  if (/^\d+$/.test(value)) {
    if (Number(value) > 10) refuse('is more than 10 proxies');
    return Number(value);
  }
  const addresses = value.split(',').map((part) => part.trim());
  const wrong = addresses.find((address) => !namedRanges.includes(address) && !isRange(address));
  if (wrong !== undefined) refuse(`is neither a number of proxies nor a list of addresses (${wrong})`);
  return addresses;
}

/** `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`. */
function isRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
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

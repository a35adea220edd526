import { isIPv6 } from 'node:net';
import { AppError } from '@yutang/core/errors';
import { minute } from '@yutang/core/time';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import { normaliseLogin } from './account-store.ts';

const window = 15 * minute;

/**
 * Wrong attempts within 15 minutes: of one login from one address; from one address (a whole office may sit behind
 * it); of one login from anywhere (high, or strangers could lock an owner out).
 */
const limits = { pair: 5, address: 50, login: 100 };

/** Counts attempts to prove a password before the password is looked at, so that parallel guesses count too. */
export interface Throttle {
  /** Throws `request.too-many` when there were too many. The answer undoes the count, after success. */
  attempt(login: string, ip: string): Promise<() => Promise<void>>;
}

/** `now` is the real clock. */
export function createThrottle(db: Db, now: () => number): Throttle {
  return {
    async attempt(login, ip) {
      const name = normaliseLogin(login).slice(0, 100);
      const net = network(ip);
      const buckets = new Map([
        [`pair ${name} ${net}`, limits.pair],
        [`address ${net}`, limits.address],
        [`login ${name}`, limits.login],
      ]);
      const names = [...buckets.keys()];
      const { rows } = await count(db, names, now());
      const over = rows.filter((row) => row.attempts > (buckets.get(row.bucket) ?? 0));
      if (over.length > 0) {
        const until = Math.max(...over.map((row) => row.until));
        throw new AppError('request.too-many', { seconds: Math.max(1, Math.ceil((until - now()) / 1000)) });
      }
      return async () => {
        await forgive(db, names);
        await sweep(db, now());
      };
    },
  };
}

/** One statement, buckets in one order: two attempts at once cannot deadlock, and each sees the other's count. */
function count(db: Db, buckets: string[], at: number) {
  return sql<{ bucket: string; attempts: number; until: number }>`
    insert into login_attempts (bucket, attempts, until)
    select bucket, 1, ${at + window}::bigint from unnest(${[...buckets].sort()}::text[]) as bucket
    on conflict (bucket) do update set
      attempts = case when login_attempts.until <= ${at} then 1 else login_attempts.attempts + 1 end,
      until = case when login_attempts.until <= ${at} then excluded.until else login_attempts.until end
    returning bucket, attempts, until`.execute(db);
}

/** Rows are locked in the same order as when counting. */
async function forgive(db: Db, [pair = '', ...others]: string[]): Promise<void> {
  await sql`
    with mine as (
      select bucket from login_attempts where bucket = any(${[pair, ...others]}::text[])
      order by bucket collate "C" for update
    )
    update login_attempts l set attempts = case when l.bucket = ${pair} then 0 else greatest(l.attempts - 1, 0) end
    from mine where l.bucket = mine.bucket`.execute(db);
}

async function sweep(db: Db, at: number): Promise<void> {
  await sql`
    delete from login_attempts where bucket in (
      select bucket from login_attempts where until <= ${at} limit 1000 for update skip locked
    )`.execute(db);
}

/** An IPv4 address, or the /64 an IPv6 address belongs to: one household has all of it. */
export function network(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const filled =
    tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return `${filled
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`;
}

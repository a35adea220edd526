import type { DeliveryState } from '@yutang/contracts/webhooks';
import { sql } from 'kysely';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { Attempt } from './post-message.ts';

/** A delivery that one process has taken upon itself, with what it needs to be sent. */
export interface TakenDelivery {
  workspaceId: number;
  id: number;
  webhook: number;
  seq: number;
  name: string;
  derived: boolean;
  createdAt: number;
  /** This attempt counted. */
  attempts: number;
  url: string;
  /** Sealed. */
  secret: string;
  previousSecret: string | null;
  previousUntil: number | null;
}

/**
 * Takes deliveries that are due, so many that no webhook has more than `perWebhook` under way; `busy`: how many each has.
 * Until `leaseMs` have passed nobody else takes them: a process that dies gives them back by that.
 */
export async function takeDue(
  db: Db,
  options: {
    now: number;
    leaseMs: number;
    limit: number;
    perWebhook: number;
    busy: ReadonlyMap<number, number>;
  },
): Promise<TakenDelivery[]> {
  const { now, leaseMs, limit, perWebhook, busy } = options;
  const { rows } = await sql<TakenDelivery>`
    with due as (
      select d.workspace_id, d.id from webhooks w
      left join unnest(${integers([...busy.keys()])}::int[], ${integers([...busy.values()])}::int[]) b (id, deliveries) on b.id = w.id
      cross join lateral (
        select o.workspace_id, o.id, o.next_at from webhook_deliveries o
        where o.workspace_id = w.workspace_id and o.webhook = w.id and o.state = 'waiting' and o.next_at <= ${now}
        order by o.next_at, o.id limit greatest(0, ${perWebhook}::int - coalesce(b.deliveries, 0))
        for update skip locked) d
      where w.active and w.held_until <= ${now}
      order by d.next_at, d.id limit ${limit})
    update webhook_deliveries t set attempts = t.attempts + 1, next_at = ${now + leaseMs}
    from due, webhooks w
    where t.workspace_id = due.workspace_id and t.id = due.id and w.workspace_id = t.workspace_id and w.id = t.webhook
    returning ${taken}`.execute(db);
  return rows;
}

const taken = sql`t.workspace_id as "workspaceId", t.id, t.webhook, t.seq, t.name, t.derived, t.created_at as "createdAt",
  t.attempts, w.url, w.secret, w.previous_secret as "previousSecret", w.previous_until as "previousUntil"`;

/** A delivery that somebody has just made for himself. */
export async function readTaken(db: Db, workspaceId: number, id: number): Promise<TakenDelivery | undefined> {
  const { rows } = await sql<TakenDelivery>`
    select ${taken} from webhook_deliveries t join webhooks w on w.workspace_id = t.workspace_id and w.id = t.webhook
    where t.workspace_id = ${workspaceId} and t.id = ${id}`.execute(db);
  return rows[0];
}

/** Gives back what was not finished, to be sent at once by whoever comes next. */
export async function giveBack(
  db: Db,
  { workspaceId, id }: Pick<TakenDelivery, 'workspaceId' | 'id'>,
  now: number,
): Promise<void> {
  await sql`
    update webhook_deliveries set attempts = attempts - 1, next_at = ${now}
    where workspace_id = ${workspaceId} and id = ${id} and state = 'waiting' and attempts > 0`.execute(db);
}

/** Writes down one attempt. */
export async function insertAttempt(
  tx: Tx,
  { workspaceId, id }: Pick<TakenDelivery, 'workspaceId' | 'id'>,
  attempt: Attempt,
  at: number,
): Promise<void> {
  await sql`
    insert into webhook_attempts (workspace_id, delivery, at, took_ms, status, error, answer)
    values (${workspaceId}, ${id}, ${at}, ${attempt.tookMs}, ${attempt.status}, ${attempt.error}, ${attempt.answer})`.execute(
    tx,
  );
}

/** What becomes of a delivery: waiting until `nextAt`, or at its end. */
export async function moveDelivery(
  tx: Tx,
  { workspaceId, id }: Pick<TakenDelivery, 'workspaceId' | 'id'>,
  to: { state: 'waiting'; nextAt: number } | { state: Exclude<DeliveryState, 'waiting'>; at: number },
): Promise<void> {
  const [nextAt, finishedAt] = to.state === 'waiting' ? [to.nextAt, null] : [to.at, to.at];
  await sql`
    update webhook_deliveries set state = ${to.state}, next_at = ${nextAt}, finished_at = ${finishedAt}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** A delivery as its list shows it. */
export interface DeliveryRow {
  id: number;
  seq: number;
  name: string;
  derived: boolean;
  state: DeliveryState;
  attempts: number;
  nextAt: number;
  createdAt: number;
  finishedAt: number | null;
  status: number | null;
  error: string | null;
}

/** Deliveries of a webhook, newest first, `limit + 1` of them; `before` is the id the page before ended with. */
export async function readDeliveries(
  db: Db | Tx,
  workspaceId: number,
  webhook: number,
  filter: { limit: number; before?: number | undefined; state?: DeliveryState | undefined; id?: number },
): Promise<DeliveryRow[]> {
  const { limit, before = null, state = null, id = null } = filter;
  const { rows } = await sql<DeliveryRow>`
    select d.id, d.seq, d.name, d.derived, d.state, d.attempts, d.next_at as "nextAt", d.created_at as "createdAt",
      d.finished_at as "finishedAt", a.status, a.error
    from webhook_deliveries d
    left join lateral (
      select status, error from webhook_attempts
      where workspace_id = d.workspace_id and delivery = d.id order by id desc limit 1) a on true
    where d.workspace_id = ${workspaceId} and d.webhook = ${webhook} and (${before}::bigint is null or d.id < ${before})
      and (${state}::text is null or d.state = ${state}) and (${id}::bigint is null or d.id = ${id})
    order by d.id desc limit ${limit + 1}`.execute(db);
  return rows;
}

/** Attempts of a delivery, oldest first. */
export async function readAttempts(
  db: Db,
  workspaceId: number,
  delivery: number,
): Promise<(Omit<Attempt, 'retryAfterMs'> & { at: number })[]> {
  const { rows } = await sql<Omit<Attempt, 'retryAfterMs'> & { at: number }>`
    select at, took_ms as "tookMs", status, error, answer from webhook_attempts
    where workspace_id = ${workspaceId} and delivery = ${delivery} order by id`.execute(db);
  return rows;
}

/** Puts a delivery at the beginning of its attempts again. */
export async function restartDelivery(tx: Tx, workspaceId: number, id: number, now: number): Promise<void> {
  await sql`
    update webhook_deliveries set state = 'waiting', attempts = 0, next_at = ${now}, finished_at = null
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** A test: a delivery that no event of the log stands behind, taken at once by whoever made it. */
export async function insertTest(
  tx: Tx,
  workspaceId: number,
  webhook: number,
  name: string,
  by: { now: number; leaseMs: number },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into webhook_deliveries (workspace_id, webhook, seq, home, name, attempts, next_at, created_at)
    values (${workspaceId}, ${webhook}, 0, 0, ${name}, 1, ${by.now + by.leaseMs}, ${by.now}) returning id`.execute(
    tx,
  );
  return rows[0]?.id as number;
}

/** Forgets deliveries that ended before `before` (epoch ms), a batch at a time. */
export async function forgetDeliveries(db: Db, before: number): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ gone: number }>`
      with gone as (delete from webhook_deliveries where ctid = any(array(
          select ctid from webhook_deliveries where finished_at < ${before} limit 5000)) returning workspace_id, id),
        attempts as (delete from webhook_attempts a using gone
          where a.workspace_id = gone.workspace_id and a.delivery = gone.id)
      select count(*) as gone from gone`.execute(db);
    if (!rows[0]?.gone) return;
  }
}

/** What was told of a person, for the person. */
export async function deliveriesOf(
  tx: Tx,
  workspaceId: number,
  homes: readonly number[],
): Promise<{ to: string; event: string; state: string; at: number }[]> {
  const { rows } = await sql<{ to: string; event: string; state: string; at: number }>`
    select w.url as "to", d.name as event, d.state, d.created_at as at
    from webhook_deliveries d join webhooks w on w.workspace_id = d.workspace_id and w.id = d.webhook
    where d.workspace_id = ${workspaceId} and d.home = any(${[...homes]}::bigint[]) order by d.id`.execute(
    tx,
  );
  return rows;
}

/** Drops what still waits about a person, and what receivers answered; that something was sent stays, of nobody. */
export async function eraseDeliveries(tx: Tx, workspaceId: number, homes: readonly number[]): Promise<void> {
  const theirs = sql`workspace_id = ${workspaceId} and home = any(${[...homes]}::bigint[])`;
  await sql`
    update webhook_attempts set answer = null
    where workspace_id = ${workspaceId} and delivery in (select id from webhook_deliveries where ${theirs})`.execute(
    tx,
  );
  await sql`
    update webhook_deliveries set home = 0, state = case when state = 'waiting' then 'dropped' else state end,
      finished_at = coalesce(finished_at, ${Date.now()}) where ${theirs}`.execute(tx);
}

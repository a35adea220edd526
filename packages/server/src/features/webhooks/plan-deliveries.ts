import { customerCreated } from '@yutang/core/webhooks';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import { bornWith } from '../customers/index.ts';

/** Events of the log looked at in one transaction. */
const eventsAtOnce = 2000;
/** A webhook with so many deliveries waiting is not given more until some are made; its place in the log waits. */
const mostWaiting = 10_000;

/** A webhook that is behind the log. */
interface Behind {
  workspaceId: number;
  id: number;
}

/** Active webhooks whose log has gone on, and that are not drowning. */
async function webhooksBehind(db: Db): Promise<Behind[]> {
  const { rows } = await sql<Behind>`
    select w.workspace_id as "workspaceId", w.id from webhooks w
    join engine_state e on e.workspace_id = w.workspace_id and e.last_seq > w.planned_seq
    where w.active and (select count(*) from (select 1 from webhook_deliveries d
      where d.workspace_id = w.workspace_id and d.webhook = w.id and d.state = 'waiting' limit ${mostWaiting}) waiting) < ${mostWaiting}
    order by 1, 2`.execute(db);
  return rows;
}

/**
 * Reads on in the log for one webhook: what it asked for becomes a delivery, and its place moves on, in one
 * transaction, so nothing is left out or planned twice whatever is cut off. What history brought is passed by.
 * Answers whether there is more to read.
 */
async function planOne(db: Db, { workspaceId, id }: Behind, now: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // another process that plans for it now does it for us
    const { rows } = await sql<{ from: number; to: number; last: number; events: string[] }>`
      select w.planned_seq as "from", least(w.planned_seq + ${eventsAtOnce}, e.last_seq) as "to", e.last_seq as last, w.events
      from webhooks w join engine_state e on e.workspace_id = w.workspace_id
      where w.workspace_id = ${workspaceId} and w.id = ${id} and w.active and e.last_seq > w.planned_seq
      for update of w skip locked`.execute(tx);
    const standing = rows[0];
    if (!standing) return false;
    const { from, to, last, events } = standing;
    const asked = (name: string) => events.length === 0 || events.includes(name);
    await sql`
      insert into webhook_deliveries (workspace_id, webhook, seq, home, name, derived, next_at, created_at)
      select ${workspaceId}, ${id}, l.seq, l.source, l.name, l.derived, ${now}, ${now} from (
        select seq, source, name, false as derived from log
        where workspace_id = ${workspaceId} and seq > ${from} and seq <= ${to} and not history and message_id <> ''
          and (${events.length === 0} or name = any(${events}::text[]))
        union all
        select l.seq, l.source, ${customerCreated}, true from log l
        join ${bornWith(workspaceId)} b on b.customer = l.customer and b.seq = l.seq
        where ${asked(customerCreated)} and l.workspace_id = ${workspaceId} and l.seq > ${from} and l.seq <= ${to}
          and not l.history and l.message_id <> '') l
      order by l.seq, l.derived desc
      on conflict do nothing`.execute(tx);
    await sql`update webhooks set planned_seq = ${to} where workspace_id = ${workspaceId} and id = ${id}`.execute(
      tx,
    );
    return to < last;
  });
}

/** Plans what the log has for every webhook, a piece for each in turn; answers whether there is more. */
export async function planDeliveries(db: Db, now: number): Promise<boolean> {
  let more = false;
  for (const behind of await webhooksBehind(db)) more = (await planOne(db, behind, now)) || more;
  return more;
}

import type { Erased } from '@yutang/contracts/customers';
import { AppError } from '@yutang/core/errors';
import { type AcceptedEvent, packEvents, unpackEvents } from '@yutang/core/events';
import { identityKey } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Person } from '../../platform/feature.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { identitiesOf } from '../identity/index.ts';
import { audit } from '../workspaces/index.ts';
import type { CustomersDeps } from './customer-service.ts';
import { ownEvent } from './own-event.ts';
import { partsOf } from './part-store.ts';

/**
 * Erases a person: out of every fold, the log, the inbox and (as soon as it has caught up) the event store; events keep
 * instants, names and amounts, so that sums stay. Cannot be undone; the tombstone is applied again by every rebuild.
 */
export async function erasePerson(
  deps: CustomersDeps,
  principal: Principal,
  person: Person,
  reason: string | null,
): Promise<Erased> {
  const { workspaceId } = principal;
  const at = (await deps.clock(workspaceId))();
  const identities = await identitiesOf(deps.db, workspaceId, person.homes);
  await deps.db.transaction().execute(async (tx) => {
    const upToSeq = await holdEngine(tx, workspaceId);
    const parts = await partsOf(tx, workspaceId, [person.customer]);
    if (parts.map((part) => part.home).join() !== person.homes.join()) {
      throw new AppError('customer.busy', { customer: person.customer });
    }
    await eraseLog(tx, workspaceId, person.homes);
    for (const table of ['inbox', 'inbox_failed'] as const)
      await eraseInbox(tx, table, workspaceId, new Set(identities.map(identityKey)));
    for (const feature of [...deps.features()].reverse()) await feature.erase?.(tx, workspaceId, person);
    await sql`
      insert into erasures (workspace_id, customer, homes, at, up_to_seq, requested_by, reason)
      values (${workspaceId}, ${person.customer}, ${person.homes}::bigint[], ${at}, ${upToSeq}, ${principal.label}, ${reason})`.execute(
      tx,
    );
    const event = {
      name: 'Customer Erased',
      family: 'system' as const,
      properties: { homes: person.homes.length },
    };
    await deps.inbox.post(tx, workspaceId, [ownEvent(event, [], at)]);
    await audit(tx, principal, 'customer.erased', `customer:${person.customer}`, {
      homes: person.homes.length,
    });
  });
  // the person is erased; an event store that is away forgets later, and `complete` says so
  const complete = await finishErasures(deps, workspaceId, 3000).catch(() => false);
  return { customer: person.customer, homes: person.homes.length, complete };
}

/**
 * Lets the event store forget those who were erased, once it has what the log held of them; waits at most `patience` ms
 * for it. True when nothing is left to do. Call it at start and now and then: a crash may have come in between.
 */
export async function finishErasures(
  deps: Pick<CustomersDeps, 'db' | 'events'>,
  workspaceId: number,
  patience = 0,
): Promise<boolean> {
  const { rows } = await sql<{ customer: number; at: number; homes: number[]; up_to_seq: number }>`
    select customer, at, homes, up_to_seq from erasures
    where workspace_id = ${workspaceId} and stored_at is null order by at`.execute(deps.db);
  const end = performance.now() + patience;
  for (const { customer, at, homes, up_to_seq: upTo } of rows) {
    // a batch that the exporter read before the erasure may still be on its way
    while ((await deps.events.watermark(workspaceId)) < upTo) {
      if (performance.now() > end) return false;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await deps.events.erase(workspaceId, homes);
    await sql`update erasures set stored_at = ${Date.now()}
      where workspace_id = ${workspaceId} and customer = ${customer} and at = ${at}`.execute(deps.db);
  }
  return true;
}

/** Every home that was ever erased: a restore or rebuild must take what an older copy still says of them for nobody's. */
export async function erasedHomes(db: Db | Tx, workspaceId: number): Promise<number[]> {
  const { rows } = await sql<{ home: number }>`
    select distinct unnest(homes) as home from erasures where workspace_id = ${workspaceId} order by 1`.execute(
    db,
  );
  return rows.map((row) => row.home);
}

/**
 * Keeps ticks away until this transaction ends, and makes the engine forget what it remembers: the row is locked that
 * every tick locks first, and the generation moves on. Answers where the log stands.
 */
async function holdEngine(tx: Tx, workspaceId: number): Promise<number> {
  const { rows } = await sql<{ last_seq: number }>`
    update engine_state set generation = generation + 1 where workspace_id = ${workspaceId}
    returning last_seq`.execute(tx);
  return rows[0]?.last_seq ?? 0;
}

const nothing = JSON.stringify({ type: 'track', identities: [], context: {} });

async function eraseLog(tx: Tx, workspaceId: number, homes: readonly number[]): Promise<void> {
  await sql`
    update log set source = 0, customer = 0, channel = null, play = null, campaign = null, code = null, ticket = null,
      content = null, staff = null, outlet = null, order_id = null, message_id = '', origin = null, props = '{}',
      meta = ${nothing}
    where workspace_id = ${workspaceId} and source = any(${[...homes]}::bigint[])`.execute(tx);
  await sql`
    delete from engine_drafts where workspace_id = ${workspaceId}
      and (draft->>'source')::bigint = any(${[...homes]}::bigint[])`.execute(tx);
}

async function eraseInbox(
  tx: Tx,
  table: 'inbox' | 'inbox_failed',
  workspaceId: number,
  keys: ReadonlySet<string>,
): Promise<void> {
  const rowsOf = sql.table(table);
  const { rows } = await sql<{ id: number }>`
    select id from ${rowsOf} where workspace_id = ${workspaceId} order by id for update`.execute(tx);
  for (const { id } of rows) {
    // one by one: a backlog may be larger than memory
    const { rows: found } = await sql<{ body: Buffer }>`
      select body from ${rowsOf} where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
    const [{ body }] = found as [{ body: Buffer }];
    const events = readable(body);
    // what cannot be read cannot be shown to be without the person
    if (!events) {
      await sql`delete from ${rowsOf} where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
      continue;
    }
    const kept = events.filter(
      (event) => !event.identities.some((identity) => keys.has(identityKey(identity))),
    );
    if (kept.length === events.length) continue;
    const rest = Buffer.from(packEvents(kept));
    await sql`update ${rowsOf} set body = ${rest}, items = ${kept.length} where workspace_id = ${workspaceId} and id = ${id}`.execute(
      tx,
    );
  }
}

function readable(body: Buffer): AcceptedEvent[] | undefined {
  try {
    return unpackEvents(body.toString());
  } catch {
    return undefined;
  }
}

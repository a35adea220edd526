import type { LoggedEvent } from '@yutang/core/events';
import type { Identity } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Move } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { resetIdentity } from './identity-store.ts';
import type { IdentityResolver } from './resolver.ts';

/** What a test says of an event; the rest is filled in. */
export interface TestEvent {
  /** `'user 1'` verified, `'?user 1'` claimed. */
  who: string[];
  at?: number;
  id?: string;
  name?: string;
  type?: LoggedEvent['type'];
  family?: LoggedEvent['family'];
  sourceId?: number | null;
  properties?: Record<string, unknown>;
  history?: boolean;
  receivedAt?: number;
}

/** Noon of some day; test times count from here. */
export const noon = Date.UTC(2026, 5, 1, 12);

/** `'?phone 138…'` → a claimed identity, without the mark a verified one. */
export function identityOf(text: string): Identity {
  const verified = !text.startsWith('?');
  const [namespace = '', value = ''] = (verified ? text : text.slice(1)).split(' ', 2);
  return { namespace, value, verified };
}

/** An event as the engine hands it over. */
export function loggedEvent(test: TestEvent, seq: number): LoggedEvent {
  const occurredAt = noon + (test.at ?? seq);
  const receivedAt = test.receivedAt ?? Math.max(noon + 3_600_000, occurredAt);
  return {
    messageId: test.id ?? `m${seq}`,
    type: test.type ?? 'track',
    name: test.name ?? 'Page Viewed',
    family: test.family ?? 'behaviour',
    occurredAt,
    receivedAt,
    history: test.history ?? false,
    identities: test.who.map(identityOf),
    properties: test.properties ?? {},
    context: {},
    sourceId: test.sourceId === undefined ? 1 : test.sourceId,
    seq,
    knownAt: receivedAt,
    source: 0,
    customer: 0,
    amountMinor: null,
    costMinor: null,
    channel: null,
    play: null,
    campaign: null,
    code: null,
    ticket: null,
    content: null,
    staff: null,
    outlet: null,
    orderId: null,
  };
}

/** Feeds events to a resolver as the engine does: dense seq, one transaction per tick. */
export function createFeeder(db: Db, resolver: IdentityResolver, workspaceId = 1) {
  let seq = 0;
  const log: LoggedEvent[] = [];
  const moves: Move[] = [];
  return {
    log,
    moves,
    async tick(tests: TestEvent[]): Promise<LoggedEvent[]> {
      const events = tests.map((test) => loggedEvent(test, ++seq));
      log.push(...events.map((event) => structuredClone(event)));
      const result = await db
        .transaction()
        .execute((tx) => resolver.resolve(tx, { workspaceId, events, now: noon }));
      moves.push(...result.moves);
      return events;
    },
    /** Empties the folds and runs the log through them again, `cut` events at a time. */
    async replay(cut: number): Promise<void> {
      resolver.invalidate();
      await db.transaction().execute((tx) => resetIdentity(tx, workspaceId));
      for (let from = 0; from < log.length; from += cut) {
        const events = structuredClone(log.slice(from, from + cut));
        await db.transaction().execute((tx) => resolver.resolve(tx, { workspaceId, events, now: noon }));
      }
    },
  };
}

/** Customers as sorted lists of identities, e.g. `[['phone 1', 'user 1'], ['user 2']]`. */
export async function partitionInStore(db: Db, workspaceId = 1): Promise<string[][]> {
  const { rows } = await sql<{ customer: number; namespace: string; value: string }>`
    select customer, namespace, value from identities
    where workspace_id = ${workspaceId} and customer <> 0`.execute(db);
  const groups = new Map<number, string[]>();
  for (const { customer, namespace, value } of rows) {
    groups.set(customer, [...(groups.get(customer) ?? []), `${namespace} ${value}`]);
  }
  return [...groups.values()]
    .map((group) => group.sort())
    .sort((x, y) => ((x[0] as string) < (y[0] as string) ? -1 : 1));
}

const tables = [
  'identities',
  'identity_links',
  'identity_decisions',
  'identity_withdrawals',
  'identity_decision_homes',
  'identity_conflicts',
  'non_linking_values',
  'moves',
  'identity_state',
] as const;

/** Every row of every identity table of a workspace, as text, for comparing states. */
export async function dumpIdentity(
  db: Db,
  workspaceId = 1,
  only: readonly string[] = tables,
): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const table of only) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(table)} t where workspace_id = ${workspaceId} order by 1`.execute(
      db,
    );
    dump[table] = rows.map(({ row }) => row);
  }
  return dump;
}

import type { LoggedEvent } from '@yutang/core/events';
import { compareStrength, type Identity, identityKey } from '@yutang/core/identity';
import { sql } from 'kysely';
import { foldChannels } from '../src/features/channels/channel-fold.ts';
import { readBook, resetActivity } from '../src/features/channels/channel-store.ts';
import { foldCustomers, type HomeIdentity } from '../src/features/customers/customer-fold.ts';
import { resetCustomers } from '../src/features/customers/reset-customers.ts';
import { foldExperience, resetExperience } from '../src/features/experience/experience-fold.ts';
import { foldOrders } from '../src/features/orders/order-fold.ts';
import type { PartyLookup } from '../src/features/orders/order-parties.ts';
import { resetOrders } from '../src/features/orders/order-store.ts';
import { foldOrganisation } from '../src/features/organisation/organisation-fold.ts';
import { resetSeen } from '../src/features/organisation/seen-store.ts';
import { foldParties, resetParties } from '../src/features/parties/party-fold.ts';
import { foldPlays, resetPlays } from '../src/features/plays/play-fold.ts';
import { foldPond } from '../src/features/pond/pond-fold.ts';
import { resetPond } from '../src/features/pond/reset-pond.ts';
import { foldSettlements } from '../src/features/pond/settlement-fold.ts';
import { foldTags, resetTags } from '../src/features/tags/tag-fold.ts';
import type { Move, SystemEventDraft, Tick } from '../src/platform/feature.ts';
import type { Db, Tx } from '../src/platform/postgres/db.ts';
import { acceptedEvent } from './accepted-event.ts';

/**
 * For tests: a log with a partition. Every event joins all of its identities, as identity does when nothing speaks
 * against it; `part` undoes it by hand. The folds then run over the log, cut into ticks at will.
 */
export interface World {
  log: LoggedEvent[];
  /** Appends an event; identities as `namespace value` (`device d1`, `openid:wx1 o1`). */
  add(identities: readonly string[], event?: Partial<LoggedEvent>): LoggedEvent;
  /** Parts these identities from the others of their customer, by hand. */
  part(identities: readonly string[]): void;
  /** Joins the customers of two identities, by hand. */
  join(a: string, b: string): void;
  /** An event of nobody, where another world has a decision. */
  idle(): void;
  homeOf(identity: string): number;
  customerOf(identity: string): number;
  identities: HomeIdentity[];
  /** The tick that holds events `from ≤ seq < to`. */
  tick(from: number, to: number, replay?: boolean): Tick & { emitted: SystemEventDraft[] };
}

export const foldTables = [
  'parts',
  'customers',
  'attributes',
  'relations',
  'consents',
  'channel_activity',
  'pond_changes',
  'pond_people',
  'pond_counts',
  'steps',
  'touches',
  'settlements',
  'order_entries',
  'orders',
  'play_people',
  'tag_changes',
  'organisation_words',
  'organisations',
  'seen_refs',
  'served',
  'experience_entries',
  'follow_ups',
] as const;

export function createWorld(workspaceId: number): World {
  const homes = new Map<string, number>();
  const customers = new Map<number, number>();
  const identities: HomeIdentity[] = [];
  const births: { home: number; customer: number; seq: number }[] = [];
  const moves: Move[] = [];
  const log: LoggedEvent[] = [];
  let clock = Date.UTC(2026, 2, 1);

  const parse = (text: string): Identity => {
    const blank = text.indexOf(' ');
    return { namespace: text.slice(0, blank), value: text.slice(blank + 1), verified: true };
  };
  const members = (customer: number) =>
    [...customers].flatMap(([home, of]) => (of === customer ? [home] : [])).sort((a, b) => a - b);
  const move = (group: readonly number[], to: number, seq: number, reason: Move['reason']) => {
    for (const home of group) {
      const from = customers.get(home) as number;
      if (from === to) continue;
      moves.push({ home, from, to, seq, at: clock, reason });
      customers.set(home, to);
    }
  };
  function add(named: readonly string[], given: Partial<LoggedEvent> = {}): LoggedEvent {
    const own = named.map(parse).sort(compareStrength);
    const seq = log.length + 1;
    clock += 1000;
    const fresh: number[] = [];
    for (const identity of own) {
      if (homes.has(identityKey(identity))) continue;
      const home = identities.length + 1;
      homes.set(identityKey(identity), home);
      identities.push({ home, namespace: identity.namespace, value: identity.value });
      fresh.push(home);
    }
    const all = own.map((identity) => homes.get(identityKey(identity)) as number);
    const known = all.filter((home) => !fresh.includes(home));
    if (all.length > 0) {
      const groups = known.map((home) => customers.get(home) as number);
      const survivor = Math.min(...groups, ...(groups.length > 0 ? [] : fresh));
      for (const home of fresh) {
        customers.set(home, survivor);
        births.push({ home, customer: survivor, seq });
      }
      for (const group of new Set(groups))
        if (group !== survivor) move(members(group), survivor, seq, 'joined');
    }
    const source = all[0] ?? 0;
    const event: LoggedEvent = {
      ...acceptedEvent({ occurredAt: clock, receivedAt: clock, identities: own }),
      messageId: `world-${seq}`,
      seq,
      knownAt: clock,
      source,
      customer: customers.get(source) ?? 0,
      ...given,
    };
    log.push(event);
    return event;
  }
  return {
    log,
    identities,
    add,
    homeOf: (identity) => homes.get(identityKey(parse(identity))) as number,
    customerOf: (identity) => customers.get(homes.get(identityKey(parse(identity))) as number) as number,
    idle: () => void add([], { name: 'Identity Decided', family: 'system' }),
    join(a, b) {
      const [one, other] = [a, b].map(
        (text) => customers.get(homes.get(identityKey(parse(text))) as number) as number,
      );
      const { seq } = add([], { name: 'Identity Decided', family: 'system' });
      const survivor = Math.min(one as number, other as number);
      for (const group of [one as number, other as number])
        move(members(group), survivor, seq, 'merged-by-hand');
    },
    part(named) {
      const side = named.map((text) => homes.get(identityKey(parse(text))) as number);
      const customer = customers.get(side[0] as number) as number;
      const rest = members(customer).filter((home) => !side.includes(home));
      if (rest.length === 0) return;
      const { seq } = add([], { name: 'Identity Decided', family: 'system' });
      move(side, Math.min(...side), seq, 'parted-by-hand');
      move(rest, Math.min(...rest), seq, 'parted-by-hand');
    },
    tick(from, to, replay = false) {
      const emitted: SystemEventDraft[] = [];
      const inside = ({ seq }: { seq: number }) => seq >= from && seq < to;
      const events = log.slice(from - 1, to - 1);
      return {
        workspaceId,
        zone: 'Asia/Shanghai',
        now: events.at(-1)?.knownAt ?? 0,
        events,
        moves: moves.filter(inside),
        births: new Map(births.filter(inside).map(({ home, customer }) => [home, customer])),
        replay,
        emitted,
        emit: (draft) => void (replay || emitted.push(draft)),
      };
    },
  };
}

/** Identities as orders ask for them: those that were seen by now, whose parts stand already. */
/** What orders ask of identities, answered by the world. */
export function partyLookup({ identities }: Pick<World, 'identities'>): PartyLookup {
  return {
    identitiesOf: async (_tx, _workspace, homes) => homes.map((home) => identities[home - 1] as HomeIdentity),
    async homesOf(tx, workspaceId, keys) {
      const { rows } = await sql<{ home: number }>`
        select home from parts where workspace_id = ${workspaceId}`.execute(tx);
      const seen = new Set(rows.map((row) => row.home));
      return new Map(
        identities.flatMap((one) => {
          const key = identityKey(one);
          return keys.includes(key) && seen.has(one.home) ? [[key, one.home] as const] : [];
        }),
      );
    },
  };
}

/** Runs all folds over one tick. */
export async function runFolds(tx: Tx, world: Pick<World, 'identities'>, tick: Tick): Promise<void> {
  await foldCustomers(tx, tick, async (_tx, _workspace, homes) =>
    homes.map((home) => world.identities[home - 1] as HomeIdentity),
  );
  await foldChannels(tx, tick);
  await foldPond(tx, tick);
  await foldSettlements(tx, tick, await readBook(tx, tick.workspaceId));
  await foldOrders(tx, tick, partyLookup(world));
  await foldParties(tx, tick);
  await foldPlays(tx, tick);
  await foldTags(tx, tick);
  await foldOrganisation(tx, tick);
  await foldExperience(tx, tick);
}

/** Folds the log cut at `cuts` (seqs at which a new tick begins); answers what was emitted. */
export async function foldLog(
  db: Db,
  world: World,
  cuts: readonly number[] = [],
): Promise<SystemEventDraft[]> {
  const edges = [1, ...cuts, world.log.length + 1];
  const emitted: SystemEventDraft[] = [];
  for (let i = 1; i < edges.length; i++) {
    const tick = world.tick(edges[i - 1] as number, edges[i] as number);
    if (tick.events.length === 0) continue;
    await db.transaction().execute((tx) => runFolds(tx, world, tick));
    emitted.push(...tick.emitted);
  }
  return emitted;
}

/** Empties every fold, as before a replay. */
export async function resetFolds(db: Db, workspaceId: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await resetExperience(tx, workspaceId);
    await resetTags(tx, workspaceId);
    await resetPlays(tx, workspaceId);
    await resetParties(tx, workspaceId);
    await resetOrders(tx, workspaceId);
    await resetSeen(tx, workspaceId);
    await resetPond(tx, workspaceId, []);
    await resetActivity(tx, workspaceId);
    await resetCustomers(tx, workspaceId);
  });
}

/** Every row of every fold table, sorted. */
export async function dumpFolds(db: Db, workspaceId: number): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {};
  for (const table of foldTables) {
    const { rows } = await sql<{ row: string }>`
      select row_to_json(t)::text as row from ${sql.table(table)} t where workspace_id = ${workspaceId}`.execute(
      db,
    );
    dump[table] = rows.map(({ row }) => row).sort();
  }
  return dump;
}

import type { LoggedEvent } from '@yutang/core/events';
import {
  createIdentityGraph,
  type Identity,
  type IdentityChange,
  type IdentityEffect,
  type IdentityRules,
  identityKey,
} from '@yutang/core/identity';
import type { Move } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import type { ConflictChange } from './conflict-writes.ts';
import { createDecider, type Decider } from './decider.ts';
import {
  draftChange,
  type EventPlan,
  isAlias,
  planEvent,
  plannedPairs,
  saysNothingNew,
} from './event-plan.ts';
import { readGraphRows } from './graph-store.ts';
import type { KnownIdentity } from './identity-cache.ts';
import { findIdentities, findPairs, readBarred, readNextHome } from './identity-store.ts';
import type { WorkspaceMemory } from './workspace-memory.ts';
import { writeTick } from './write-tick.ts';

/** How the partition changed in a tick. */
export interface Resolved {
  moves: Move[];
  births: Map<number, number>;
}

/** `lastSeenAt` is exact to this many ms, so that a busy identity is not written every tick. */
const sightingStep = 3_600_000;

/** Resolves one tick's events: reads what is needed in a few statements, goes event by event in memory, writes once. */
export async function resolveEvents(
  tx: Tx,
  workspaceId: number,
  memory: WorkspaceMemory,
  rules: IdentityRules,
  events: LoggedEvent[],
): Promise<Resolved> {
  const { cache } = memory;
  const graph = createIdentityGraph(rules);
  const reserved = new Map<string, number>();
  const born = new Map<number, KnownIdentity>();
  const sighted = new Set<KnownIdentity>();
  const births = new Map<number, number>();
  const moves: (Move & { eventId: string })[] = [];
  const conflicts: ConflictChange[] = [];
  let decider: Decider | undefined;

  /** Loads the components of these homes as far as they are not there. */
  async function load(homes: Iterable<number>, pairs: [number, number][] = []): Promise<void> {
    const absent = [...new Set(homes)].filter((home) => !graph.node(home)?.loaded);
    if (absent.length === 0 && pairs.length === 0) return;
    const barred = await barredValues();
    const isBarred = (namespace: string, value: string) => barred.has(`${namespace} ${value}`);
    graph.load(await readGraphRows(tx, workspaceId, absent, pairs, isBarred));
  }

  async function barredValues(): Promise<Set<string>> {
    memory.barred ??= await readBarred(tx, workspaceId);
    return memory.barred;
  }

  /** Reads into memory what open plans ask of identities and pairs, then loads the components they will touch. */
  async function prepare(open: EventPlan[]): Promise<void> {
    await barredValues();
    const unknown = new Map<string, Identity>();
    for (const { identities, known } of open) {
      for (const [i, identity] of identities.entries()) {
        if (!known[i]) unknown.set(identityKey(identity), identity);
      }
    }
    if (unknown.size > 0) {
      for (const found of await findIdentities(tx, workspaceId, [...unknown.values()])) {
        if (found.customer === 0) reserved.set(identityKey(found), found.home);
        else cache.set(found);
      }
      if (memory.nextHome === null) memory.nextHome = await readNextHome(tx, workspaceId);
    }
    const pairs = new Map<string, [number, number]>();
    for (const plan of open) {
      plan.known = plan.identities.map((identity) => cache.get(identity));
      for (const { i, j } of plannedPairs(plan)) {
        const [a, b] = [plan.known[i]?.home, plan.known[j]?.home];
        if (a === undefined || b === undefined || cache.pair(a, b)) continue;
        pairs.set(`${a}-${b}`, a < b ? [a, b] : [b, a]);
      }
    }
    if (pairs.size > 0) {
      for (const { a, b, ...place } of await findPairs(tx, workspaceId, [...pairs.values()])) {
        cache.setPair(a, b, place);
      }
    }
    const homes = new Set<number>();
    const moved: [number, number][] = [];
    for (const plan of open) {
      if (saysNothingNew(plan, cache)) continue;
      const change = draftChange(plan, plan.known, cache);
      for (const { a, b } of change.pairs) {
        for (const home of [a, b]) if (home > 0) homes.add(home);
        if (a > 0 && b > 0 && cache.pair(a, b)) moved.push(a < b ? [a, b] : [b, a]);
      }
      for (const { home } of change.identities) if (home > 0) homes.add(home);
    }
    await load(homes, moved);
  }

  function bear(identity: Identity, event: LoggedEvent): KnownIdentity {
    const home = reserved.get(identityKey(identity)) ?? takeHome();
    const known: KnownIdentity = {
      home,
      namespace: identity.namespace,
      value: identity.value,
      customer: 0,
      verified: identity.verified,
      firstSeenAt: event.occurredAt,
      lastSeenAt: event.occurredAt,
      firstSourceId: event.sourceId,
      firstChannel: event.channel,
    };
    born.set(home, known);
    cache.set(known);
    return known;
  }

  function takeHome(): number {
    const home = memory.nextHome;
    if (home === null) throw new Error('a home was asked for before the counter was read');
    memory.nextHome = home + 1;
    return home;
  }

  function sight(known: KnownIdentity, event: LoggedEvent): void {
    const { occurredAt } = event;
    if (occurredAt < known.firstSeenAt) {
      known.firstSeenAt = occurredAt;
      known.firstSourceId = event.sourceId;
      known.firstChannel = event.channel;
      sighted.add(known);
    }
    if (occurredAt - known.lastSeenAt >= sightingStep) {
      known.lastSeenAt = occurredAt;
      sighted.add(known);
    }
  }

  /** An event that says something new: births, pairs, decisions. */
  async function work(plan: EventPlan): Promise<void> {
    const { event, identities } = plan;
    const fresh: KnownIdentity[] = [];
    const people = identities.map((identity) => {
      const known = cache.get(identity);
      if (known) {
        sight(known, event);
        return known;
      }
      const one = bear(identity, event);
      fresh.push(one);
      return one;
    });
    plan.known = people;
    const change = draftChange(plan, people, cache);
    const places = plannedPairs(plan);
    const touched = change.identities.map(({ home }) => home);
    const moved: [number, number][] = [];
    for (const { a, b } of change.pairs) {
      touched.push(a, b);
      if (cache.pair(a, b) && !graph.edge(a, b)) moved.push(a < b ? [a, b] : [b, a]);
    }
    for (const { home, namespace, value, verified } of fresh) {
      const barred = memory.barred?.has(`${namespace} ${value}`) ?? false;
      change.identities.push({ home, namespace, value, verified, barred });
    }
    await load(
      touched.filter((home) => !born.has(home)),
      moved,
    );
    for (const { a, b, claimed } of change.pairs) {
      const place = places[0];
      if (place) cache.setPair(a, b, { claimed, at: place.at, eventId: place.eventId });
    }
    for (const [i, one] of people.entries()) if (identities[i]?.verified) one.verified = true;
    if (plan.decision || isAlias(plan)) {
      decider ??= createDecider({ tx, workspaceId, graph, memory, load, conflicts });
      await decider.prepare(
        plan,
        people.map((one) => one.home),
        change,
      );
    }
    record(plan, await applied(change));
    if (plan.decision) decider?.finish(plan);
    for (const one of fresh) {
      one.customer = graph.node(one.home)?.customer as number;
      births.set(one.home, one.customer);
    }
  }

  async function applied(change: IdentityChange): Promise<IdentityEffect> {
    let effect = graph.apply(change);
    while ('missing' in effect) {
      await load(effect.missing);
      const absent = effect.missing.find((home) => !graph.node(home)?.loaded);
      if (absent !== undefined) throw new Error(`home ${absent} has links but no component`);
      effect = graph.resume();
    }
    return effect;
  }

  function record(plan: EventPlan, effect: IdentityEffect): void {
    const { seq, knownAt: at, messageId: eventId } = plan.event;
    for (const { home, from, to } of effect.moves) {
      const node = graph.node(home);
      const known = node && cache.get(node);
      if (known) known.customer = to;
      moves.push({ home, from, to, seq, at, reason: reasonOf(plan, to < from), eventId });
    }
    // dated by the evidence, not by the event that brought it up: a merge undone leaves the list as it was
    for (const edge of effect.listed) {
      const entry = { a: edge.a.home, b: edge.b.home, seq: edge.seq, at: edge.at };
      conflicts.push(
        edge.listed ? { type: 'list', ...entry, kind: edge.listed } : { type: 'unlist', ...entry },
      );
    }
    for (const { home, sharedBy } of effect.shared) {
      const since = { seq: sharedBy?.seq ?? seq, at: sharedBy?.at ?? at };
      conflicts.push({ type: 'list', a: home, b: 0, kind: 'shared', ...since });
    }
  }

  const plans: EventPlan[] = [];
  const open = new Set<EventPlan>();
  for (const event of events) {
    const plan = planEvent(event, cache);
    if (plan.identities.length === 0 && !plan.decision) continue;
    plans.push(plan);
    if (!saysNothingNew(plan, cache)) open.add(plan);
  }
  if (open.size > 0) await prepare([...open]);
  for (const plan of plans) {
    const news = open.has(plan);
    // what an earlier event of the tick brought is in memory by now
    if (news) plan.known = plan.identities.map((identity) => cache.get(identity));
    if (news && !saysNothingNew(plan, cache)) await work(plan);
    else for (const known of plan.known) sight(known as KnownIdentity, plan.event);
    const strongest = plan.known[0];
    if (!strongest) continue;
    plan.event.source = strongest.home;
    plan.event.customer = strongest.customer;
  }
  await writeTick(tx, workspaceId, { graph, born, sighted, moves, conflicts, nextHome: memory.nextHome });
  return { moves, births };
}

function reasonOf({ decision }: EventPlan, down: boolean): Move['reason'] {
  if (!decision) return down ? 'joined' : 'late-evidence';
  if (decision.kind === 'must') return 'merged-by-hand';
  if (decision.kind === 'part') return 'parted-by-hand';
  return down ? 'merged-by-hand' : 'parted-by-hand';
}

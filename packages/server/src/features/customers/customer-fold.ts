import {
  type ConsentFact,
  cardKeys,
  isKnownNamespace,
  isLater,
  type RelationFact,
  readAttributes,
  readConsent,
  readRelation,
} from '@yutang/core/customers';
import type { LoggedEvent } from '@yutang/core/events';
import { identityKey } from '@yutang/core/identity';
import { pondState } from '@yutang/core/pond';
import type { Tick } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { type Activity, addEvent, mergeActivity, newActivity, seenAt } from './activity.ts';
import { addToCards, type CardActivity, insertCards, recomputeCards, recomputeNames } from './card-store.ts';
import {
  type AttributeWrite,
  type ConsentRow,
  insertConsents,
  insertRelations,
  writeAttributes,
} from './fact-store.ts';
import {
  addActivity,
  type Birth,
  insertBirths,
  moveParts,
  partsOf,
  planByIndex,
  type TouchedPart,
} from './part-store.ts';
import { walkPartition } from './partition-walk.ts';
import { publishFindings, type TickFindings } from './tick-findings.ts';

// identifiable is the one part that an identity brings by itself
const identified = pondState({ identifiable: true, reachable: false, operable: false });

/** An identity and its home. */
export interface HomeIdentity {
  home: number;
  namespace: string;
  value: string;
}

/** What this feature asks of identity: which identities these homes are. */
export type IdentitiesOf = (
  tx: Tx,
  workspaceId: number,
  homes: readonly number[],
) => Promise<readonly HomeIdentity[]>;

/** Folds a tick into parts, customers, attributes, relations and consents. */
export async function foldCustomers(tx: Tx, tick: Tick, identitiesOf: IdentitiesOf): Promise<void> {
  const { workspaceId, events, moves } = tick;
  const firstSeq = events[0]?.seq ?? 0;
  const births = await readBirths(tx, tick, identitiesOf);
  const facts = readFacts(events);
  const found: TickFindings = {
    births,
    relations: facts.relations,
    consents: [],
    channelChanged: new Set(),
    knownHomes: new Set(),
    customerOfTouched: new Map(),
  };
  publishFindings(tick, found);

  await planByIndex(tx);
  await moveParts(tx, workspaceId, moves);
  const activities = sumActivities(events, births);
  const touched = await writeParts(tx, tick, births, activities);
  for (const { home, customer, namespace, channelChanged } of touched) {
    found.customerOfTouched.set(home, customer);
    if (channelChanged) found.channelChanged.add(customer);
    if (isKnownNamespace(namespace)) found.knownHomes.add(home);
  }

  await writeAttributes(tx, workspaceId, facts.attributes);
  await insertRelations(tx, workspaceId, facts.relations);
  found.consents = await spreadConsents(tx, tick, facts.consents, found.customerOfTouched, firstSeq);
  await insertConsents(tx, workspaceId, found.consents);

  const moved = new Set(moves.flatMap((move) => [move.from, move.to]));
  moved.delete(0);
  const cards = cardsOf(births, touched, activities, moved);
  const isNew = newCustomers(births, moved);
  await insertCards(
    tx,
    workspaceId,
    cards.filter((card) => isNew.has(card.home)),
  );
  await addToCards(
    tx,
    workspaceId,
    cards.filter((card) => !isNew.has(card.home)),
  );
  await recomputeCards(tx, workspaceId, [...moved]);
  const renamed = new Set<number>();
  for (const home of facts.cardHomes) {
    const customer = found.customerOfTouched.get(home);
    if (customer !== undefined && !moved.has(customer)) renamed.add(customer);
  }
  await recomputeNames(tx, workspaceId, [...renamed]);
}

/** The tick's births with the event that first carried each. */
async function readBirths(tx: Tx, tick: Tick, identitiesOf: IdentitiesOf): Promise<Birth[]> {
  if (tick.births.size === 0) return [];
  const born = await identitiesOf(tx, tick.workspaceId, [...tick.births.keys()]);
  const waiting = new Map(born.map((identity) => [identityKey(identity), identity]));
  const lastMove = new Map(tick.moves.map((move) => [move.home, move.to]));
  const births: Birth[] = [];
  const add = (identity: HomeIdentity, event: LoggedEvent) => {
    const { home, namespace } = identity;
    const customer = lastMove.get(home) ?? (tick.births.get(home) as number);
    births.push({ home, customer, namespace, bornSeq: event.seq, bornAt: event.occurredAt });
  };
  for (const event of tick.events) {
    for (const identity of event.identities) {
      const key = identityKey(identity);
      const found = waiting.get(key);
      if (!found) continue;
      waiting.delete(key);
      add(found, event);
    }
    if (waiting.size === 0) break;
  }
  const [first] = tick.events;
  if (first) for (const identity of waiting.values()) add(identity, first);
  return births;
}

interface Facts {
  attributes: AttributeWrite[];
  relations: RelationFact[];
  consents: ConsentFact[];
  /** Homes that said something a card shows. */
  cardHomes: Set<number>;
}

function readFacts(events: readonly LoggedEvent[]): Facts {
  const facts: Facts = { attributes: [], relations: [], consents: [], cardHomes: new Set() };
  const latest = new Map<string, AttributeWrite>();
  for (const event of events) {
    if (event.source === 0) continue;
    const sourceId = event.sourceId ?? 0;
    for (const [key, json] of readAttributes(event)) {
      if (cardKeys.has(key)) facts.cardHomes.add(event.source);
      const place = `${event.source} ${sourceId} ${key}`;
      const known = latest.get(place);
      const { occurredAt: at, seq } = event;
      if (known && isLater({ at: known.firstAt, seq: known.firstSeq }, { at, seq })) {
        known.firstAt = at;
        known.firstSeq = seq;
      }
      if (known && isLater(known, { at, seq })) continue;
      const verified = sourceId === 0 || event.identities.some((identity) => identity.verified);
      const { firstAt, firstSeq } = known ?? { firstAt: at, firstSeq: seq };
      latest.set(place, { home: event.source, key, sourceId, json, at, seq, firstAt, firstSeq, verified });
    }
    if (event.family !== 'relation' && event.family !== 'behaviour') continue;
    const relation = readRelation(event);
    if (relation) facts.relations.push(relation);
    const consent = readConsent(event);
    if (consent) facts.consents.push(consent);
  }
  facts.attributes.push(...latest.values());
  return facts;
}

/** What each home did in the tick; being born is a sign of life too. */
function sumActivities(events: readonly LoggedEvent[], births: readonly Birth[]): Map<number, Activity> {
  const activities = new Map<number, Activity>();
  const of = (home: number): Activity => {
    let activity = activities.get(home);
    if (!activity) {
      activity = newActivity(home);
      activities.set(home, activity);
    }
    return activity;
  };
  for (const birth of births) seenAt(of(birth.home), birth.bornAt);
  for (const event of events) if (event.source !== 0) addEvent(of(event.source), event);
  return activities;
}

/** Writes what the homes did: new ones whole, the others by adding. Answers all of them. */
async function writeParts(
  tx: Tx,
  tick: Tick,
  births: readonly Birth[],
  activities: ReadonlyMap<number, Activity>,
): Promise<TouchedPart[]> {
  const born = new Map(births.map((birth) => [birth.home, birth]));
  await insertBirths(
    tx,
    tick.workspaceId,
    births,
    births.map((birth) => activities.get(birth.home) as Activity),
  );
  const older = [...activities.values()].filter((activity) => !born.has(activity.home));
  const touched = await addActivity(tx, tick.workspaceId, older, tick.events[0]?.seq ?? 0);
  for (const { home, customer, namespace } of births) {
    touched.push({ home, customer, namespace, channelChanged: activities.get(home)?.firstChannel !== null });
  }
  return touched;
}

/** Customers that did not exist before the tick: their number is a home born in it. */
function newCustomers(births: readonly Birth[], moved: ReadonlySet<number>): Set<number> {
  return new Set(
    births.flatMap(({ home, customer }) => (home === customer && !moved.has(customer) ? [customer] : [])),
  );
}

/** A consent holds for the whole person: it is written for every home the person has at that moment. */
async function spreadConsents(
  tx: Tx,
  tick: Tick,
  stated: Facts['consents'],
  customerOfTouched: ReadonlyMap<number, number>,
  firstSeq: number,
): Promise<ConsentRow[]> {
  if (stated.length === 0) return [];
  const concerned = new Set<number>();
  for (const { home } of stated) concerned.add(customerOfTouched.get(home) ?? 0);
  // a home that left in this tick may have been with the person when the consent came
  for (const { from, to } of tick.moves) concerned.add(from).add(to);
  const parts = await partsOf(tx, tick.workspaceId, [...concerned]);
  const walk = walkPartition(parts, tick.moves, firstSeq);
  const rows: ConsentRow[] = [];
  for (const fact of stated) {
    walk.advance(fact.seq);
    for (const home of walk.homesOf(walk.customerOf(fact.home))) rows.push({ ...fact, home, via: fact.home });
  }
  return rows;
}

/** Sums by customer for everybody whose homes stayed where they were; the others are computed anew. */
function cardsOf(
  births: readonly Birth[],
  touched: readonly TouchedPart[],
  activities: ReadonlyMap<number, Activity>,
  moved: ReadonlySet<number>,
): CardActivity[] {
  const cards = new Map<number, CardActivity>();
  for (const { home, customer } of touched) {
    const activity = activities.get(home);
    if (!activity || moved.has(customer)) continue;
    const card = cards.get(customer);
    if (card) mergeActivity(card, activity);
    else cards.set(customer, { ...activity, home: customer, state: 0 });
  }
  for (const { customer, namespace } of births) {
    const card = cards.get(customer);
    if (card && isKnownNamespace(namespace)) card.state = identified;
  }
  return [...cards.values()];
}

import { randomUUID } from 'node:crypto';
import type { DecisionResult } from '@yutang/contracts/identity';
import { AppError } from '@yutang/core/errors';
import type { AcceptedEvent } from '@yutang/core/events';
import { compareStrength, type IdentityRules, normaliseIdentity } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { findConflict } from './conflict-store.ts';
import { decisionNames } from './decision-event.ts';
import { readGroups } from './lineage-store.ts';
import { findMerge } from './merge-store.ts';
import { findPerson, identitiesOf } from './person-store.ts';
import { planUnmerge } from './plan-unmerge.ts';

export interface CommandDeps {
  db: Db;
  inbox: Inbox;
  clock(workspaceId: number): Promise<() => number>;
  rules?: IdentityRules;
}

/** Decisions of people about who is who. Each is an event, so that a rebuild decides the same. */
export interface IdentityCommands {
  merge(by: Principal, customers: readonly number[], reason: string): Promise<DecisionResult>;
  unmerge(by: Principal, customer: number, homes: readonly number[], reason: string): Promise<DecisionResult>;
  undo(by: Principal, id: number, reason: string): Promise<DecisionResult>;
  resolve(
    by: Principal,
    pair: { a: number; b: number },
    decision: 'same' | 'different' | 'shared',
    reason: string | null,
  ): Promise<DecisionResult>;
  bar(by: Principal, namespace: string, value: string, reason: string | null): Promise<DecisionResult>;
  allow(by: Principal, id: number): Promise<DecisionResult>;
}

/** An event to post, what the audit log calls it, and the homes whose customers the caller wants to see after. */
interface Plan {
  events: { name: string; properties: Record<string, unknown> }[];
  target: string;
  concerned: readonly number[];
}

/** How long a command waits for its tick before it answers that the decision follows (ms). */
const patience = 1000;

export function createIdentityCommands({ db, inbox, clock, rules }: CommandDeps): IdentityCommands {
  async function decide(
    by: Principal,
    action: string,
    reason: string | null,
    plan: (tx: Tx) => Promise<Plan>,
  ): Promise<DecisionResult> {
    const { workspaceId } = by;
    const now = (await clock(workspaceId))();
    const { posted, decision, concerned } = await db.transaction().execute(async (tx) => {
      const { events, target, concerned } = await plan(tx);
      const accepted = events.map((event, i) => decisionEvent(event, by, reason, now + i));
      await audit(tx, by, action, target, { reason, homes: concerned.slice(0, 100) });
      const posted = await inbox.post(tx, workspaceId, accepted);
      return { posted, decision: accepted[0]?.messageId ?? '', concerned };
    });
    const settled = await inbox.settled(workspaceId, posted, patience);
    const { rows } = await sql<{ customer: number }>`
      select distinct customer from identities
      where workspace_id = ${workspaceId} and home = any(${[...concerned]}::bigint[]) and customer <> 0
      order by 1`.execute(db);
    return { decision, settled, customers: rows.map((row) => row.customer) };
  }

  async function personOf(tx: Tx, workspaceId: number, customer: number) {
    const person = await findPerson(tx, workspaceId, customer);
    if (!person) throw new AppError('request.not-found', { what: `customer ${customer}` });
    return person;
  }

  async function planParting(
    tx: Tx,
    workspaceId: number,
    customer: number,
    homes: readonly number[],
  ): Promise<Plan> {
    const person = await personOf(tx, workspaceId, customer);
    const stranger = homes.find((home) => !person.homes.includes(home));
    if (stranger !== undefined)
      throw new AppError('identity.not-of-customer', { home: stranger, customer: person.customer });
    const rest = person.homes.filter((home) => !homes.includes(home));
    if (rest.length === 0) throw new AppError('identity.nothing-left', { customer: person.customer });
    const plan = await planUnmerge(tx, workspaceId, homes, rest, rules);
    const events =
      'part' in plan
        ? [{ name: decisionNames.parted, properties: { sides: plan.part } }]
        : plan.withdraw.map((decision) => ({ name: decisionNames.withdrawn, properties: { decision } }));
    return { events, target: `customer:${person.customer}`, concerned: person.homes };
  }

  return {
    merge: (by, customers, reason) =>
      decide(by, 'customer.merged', reason, async (tx) => {
        const [one, other] = [
          await personOf(tx, by.workspaceId, customers[0] as number),
          await personOf(tx, by.workspaceId, customers[1] as number),
        ];
        if (one.customer === other.customer)
          throw new AppError('identity.already-one', {
            one: customers[0] as number,
            other: customers[1] as number,
          });
        const concerned = [one.customer, other.customer];
        const homes = await bindingHomes(tx, by.workspaceId, concerned);
        return {
          events: [{ name: decisionNames.joined, properties: { homes } }],
          target: `customer:${Math.min(...concerned)}`,
          concerned,
        };
      }),

    unmerge: (by, customer, homes, reason) =>
      decide(by, 'customer.unmerged', reason, (tx) =>
        planParting(tx, by.workspaceId, customer, [...new Set(homes)]),
      ),

    undo: (by, id, reason) =>
      decide(by, 'merge.undone', reason, async (tx) => {
        const { workspaceId } = by;
        const merge = await findMerge(tx, workspaceId, id);
        if (!merge) throw new AppError('request.not-found', { what: `merge ${id}` });
        const concerned = merge.moves.flatMap(({ home, customer }) => [home, customer]);
        if (merge.decision !== null) {
          const properties = { decision: merge.decision };
          return {
            events: [{ name: decisionNames.withdrawn, properties }],
            target: `merge:${id}`,
            concerned,
          };
        }
        const [first] = merge.moves;
        const person = first && (await findPerson(tx, workspaceId, first.customer));
        const moved = merge.moves.filter(({ reason: why }) => why === 'joined').map(({ home }) => home);
        const homes = moved.filter((home) => person?.homes.includes(home));
        if (!person || homes.length === 0) throw new AppError('identity.not-undoable', { id });
        return { ...(await planParting(tx, workspaceId, person.customer, homes)), target: `merge:${id}` };
      }),

    resolve: (by, { a, b }, choice, reason) =>
      decide(by, 'conflict.resolved', reason, async (tx) => {
        const { workspaceId } = by;
        const id = `${a}-${b}`;
        const row = await findConflict(tx, workspaceId, a, b);
        if (!row) throw new AppError('request.not-found', { what: `conflict ${id}` });
        if (row.state !== 'open') throw new AppError('identity.resolved', { id });
        if (b === 0 && choice === 'same')
          throw new AppError('identity.no-such-choice', { id, decision: choice });
        const conflict = { a, b, state: choice };
        const concerned = b === 0 ? [a] : [a, b];
        const plan = (name: string, properties: Record<string, unknown>): Plan => ({
          events: [{ name, properties: { ...properties, conflict } }],
          target: `conflict:${id}`,
          concerned,
        });
        if (choice === 'same') {
          return plan(decisionNames.joined, { homes: await bindingHomes(tx, workspaceId, [a, b]) });
        }
        if (choice === 'different') {
          if (b === 0) return plan(decisionNames.dismissed, {});
          return plan(decisionNames.parted, { sides: [[a], [b]] });
        }
        // of a pair, the weaker value is the one that many people share
        const [, weaker] = (await identitiesOf(tx, workspaceId, concerned)).sort(compareStrength);
        const value = weaker ?? (await identitiesOf(tx, workspaceId, [a]))[0];
        if (!value) throw new AppError('request.not-found', { what: `conflict ${id}` });
        return plan(decisionNames.barred, { namespace: value.namespace, value: value.value });
      }),

    bar: (by, namespace, value, reason) =>
      decide(by, 'value.barred', reason, async (tx) => {
        const normal = normaliseIdentity(namespace, value);
        if (!normal.ok) throw new AppError('request.invalid', { field: 'body.value', reason: normal.reason });
        const { rows } = await sql<{ home: number }>`
          select home from identities where workspace_id = ${by.workspaceId}
            and namespace = ${namespace} and value = ${normal.value}`.execute(tx);
        return {
          events: [{ name: decisionNames.barred, properties: { namespace, value: normal.value } }],
          target: `value:${namespace}`,
          concerned: rows.map((row) => row.home),
        };
      }),

    allow: (by, id) =>
      decide(by, 'value.allowed', null, async (tx) => {
        const { rows } = await sql<{ namespace: string; value: string; home: number | null }>`
          select n.namespace, n.value, i.home from non_linking_values n
          left join identities i
            on i.workspace_id = n.workspace_id and i.namespace = n.namespace and i.value = n.value
          where n.workspace_id = ${by.workspaceId} and n.seq = ${id}`.execute(tx);
        const row = rows[0];
        if (!row) throw new AppError('request.not-found', { what: `non-linking value ${id}` });
        const { namespace, value, home } = row;
        return {
          events: [{ name: decisionNames.allowed, properties: { namespace, value } }],
          target: `value:${namespace}`,
          concerned: home === null ? [] : [home],
        };
      }),
  };
}

/**
 * The homes a merge must name: every known identity of the customers that hold `homes`. Naming one of each would let
 * evidence tear a customer apart: joined first to the other's unionid, it could no longer be joined to its own.
 * Weak identities follow by their evidence; a visitor, who has no others, is named by the smallest.
 */
async function bindingHomes(tx: Tx, workspaceId: number, homes: readonly number[]): Promise<number[]> {
  const views = await readGroups(tx, workspaceId, homes, false);
  const binding = new Set<number>();
  for (const customer of new Set(views.map((view) => view.customer))) {
    const own = views.filter((view) => view.customer === customer);
    const known = own.filter((view) => view.class !== 'weak');
    for (const { home } of known.length > 0 ? known : own.slice(0, 1)) binding.add(home);
  }
  return [...binding].sort((x, y) => x - y);
}

function decisionEvent(
  { name, properties }: Plan['events'][number],
  by: Principal,
  reason: string | null,
  now: number,
): AcceptedEvent {
  return {
    messageId: `decision:${randomUUID()}`,
    type: 'track',
    name,
    family: 'system',
    occurredAt: now,
    receivedAt: now,
    history: false,
    identities: [],
    properties: { ...properties, actor: by.label, reason },
    context: {},
    sourceId: null,
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

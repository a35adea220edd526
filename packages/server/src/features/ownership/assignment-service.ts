import type { Assigned, Assignment, AssignmentDraft, AssignmentPreview } from '@yutang/contracts/ownership';
import { assignedOf } from '@yutang/core/customers';
import { AppError } from '@yutang/core/errors';
import type { AcceptedEvent } from '@yutang/core/events';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import {
  type ChosenPerson,
  type Customers,
  choosePeople,
  customersOf,
  ownEvent,
  partsOf,
  relationsOf,
  theseCustomers,
  visibleTo,
} from '../customers/index.ts';
import { identitiesOf } from '../identity/index.ts';
import { namesOfStaff } from '../organisation/index.ts';
import { type Actor, audit } from '../workspaces/index.ts';
import {
  type AssignedPerson,
  findAssignment,
  insertAssignment,
  insertPeople,
  markUndone,
  peopleOf,
} from './assignment-store.ts';
import { type AssignmentPlan, type Handing, type PlannedChange, planAssignment } from './plan-assignment.ts';

export interface AssignmentDeps {
  db: Db;
  inbox: Inbox;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  customers: Pick<Customers, 'conditionOf' | 'person'>;
}

/** Most people one assignment takes. */
const mostPeople = 50_000;
/** Events of one inbox row. */
const chunk = 1000;
/** How long an assignment waits for its ticks before it answers, ms. */
const patience = 20_000;

/** Handing customers over, and taking it back. */
export interface AssignmentService {
  preview(principal: Principal, draft: AssignmentDraft): Promise<AssignmentPreview>;
  assign(principal: Principal, draft: AssignmentDraft): Promise<Assigned>;
  undo(principal: Principal, id: number): Promise<Assigned>;
  /** Plans and does it for chosen people; undefined when nobody changes. */
  hand(
    actor: Actor,
    kind: Assignment['kind'],
    chosen: readonly ChosenPerson[],
    handing: Handing,
  ): Promise<Assigned | undefined>;
}

export function createAssignmentService(deps: AssignmentDeps): AssignmentService {
  const { db, inbox } = deps;

  async function choose(principal: Principal, draft: AssignmentDraft): Promise<ChosenPerson[]> {
    if ((draft.ids === undefined) === (draft.filter === undefined))
      throw new AppError('request.invalid', { field: 'body.ids', reason: 'give either ids or a filter' });
    if (draft.owner === undefined && draft.outlet === undefined && draft.byOutlet === undefined)
      throw new AppError('request.invalid', {
        field: 'body.owner',
        reason: 'owner, outlet or byOutlet is missing',
      });
    if (draft.owner !== undefined && draft.byOutlet !== undefined)
      throw new AppError('request.invalid', { field: 'body.byOutlet', reason: 'stands against owner' });
    const where = draft.filter
      ? await deps.customers.conditionOf(principal, draft.filter)
      : await byNumber(principal, draft.ids ?? []);
    const chosen = await choosePeople(db, where, mostPeople + 1);
    if (chosen.length > mostPeople)
      throw new AppError('assignment.too-many', { people: `${mostPeople}+`, limit: mostPeople });
    if (draft.ids && chosen.length === 0)
      throw new AppError('request.not-found', { what: `customer ${draft.ids[0]}` });
    return chosen;
  }

  async function byNumber(principal: Principal, ids: readonly number[]): Promise<RawBuilder<unknown>> {
    const today = await customersOf(db, principal.workspaceId, ids);
    const these = theseCustomers(principal.workspaceId, [...new Set(today.values())]);
    return sql`${these} and ${visibleTo(principal) ?? sql`true`}`;
  }

  /** Writes the assignment and posts what it says of each person, in one transaction; then waits for the ticks. */
  async function carryOut(
    actor: Actor,
    kind: Assignment['kind'],
    changes: readonly PlannedChange[],
    undoes: number | null = null,
  ): Promise<Assigned> {
    const { workspaceId, label } = actor;
    const identities = new Map<number, { namespace: string; value: string }[]>();
    for (const one of await identitiesOf(
      db,
      workspaceId,
      changes.flatMap(({ homes }) => homes),
    )) {
      const known = identities.get(one.home);
      if (known) known.push(one);
      else identities.set(one.home, [one]);
    }
    const at = (await deps.clock(workspaceId))();
    const done = await db.transaction().execute(async (tx) => {
      if (undoes !== null && !(await markUndone(tx, workspaceId, undoes, at)))
        throw new AppError('assignment.undone', { assignment: undoes });
      const made = { madeAt: at, madeBy: label, kind, people: changes.length };
      const assignment =
        undoes === null
          ? await insertAssignment(tx, workspaceId, made)
          : ((await findAssignment(tx, workspaceId, undoes)) as Assignment);
      if (undoes === null) await insertPeople(tx, workspaceId, assignment.id, changes.map(kept));
      const said = changes.flatMap((change) => {
        const known = change.homes.flatMap((home) => identities.get(home) ?? []);
        return eventsOf(change, { recordedBy: label, assignment: assignment.id }, known, at);
      });
      let last: number | null = null;
      for (let from = 0; from < said.length; from += chunk)
        last = await inbox.post(tx, workspaceId, said.slice(from, from + chunk));
      const action = undoes === null ? 'assignment.made' : 'assignment.undone';
      await audit(tx, actor, action, `assignment:${assignment.id}`, { kind, people: changes.length });
      return { assignment, last };
    });
    const settled = done.last === null || (await inbox.settled(workspaceId, done.last, patience));
    return { assignment: done.assignment, settled };
  }

  async function hand(
    actor: Actor,
    kind: Assignment['kind'],
    chosen: readonly ChosenPerson[],
    handing: Handing,
  ): Promise<Assigned | undefined> {
    const { changes } = await planAssignment(db, actor.workspaceId, chosen, handing);
    return changes.length === 0 ? undefined : carryOut(actor, kind, changes);
  }

  return {
    hand,
    async preview(principal, draft) {
      const chosen = await choose(principal, draft);
      return previewOf(
        db,
        principal.workspaceId,
        await planAssignment(db, principal.workspaceId, chosen, draft),
      );
    },
    async assign(principal, draft) {
      const chosen = await choose(principal, draft);
      const plan = await planAssignment(db, principal.workspaceId, chosen, draft);
      if (plan.changes.length === 0) {
        const { people, noOutlet, noStaff } = plan;
        throw new AppError('assignment.nobody', { people, noOutlet, noStaff });
      }
      return carryOut(principal, draft.byOutlet ? 'outlet' : 'hand', plan.changes);
    },
    async undo(principal, id) {
      const { workspaceId } = principal;
      // it may hold people of other units
      if (principal.within)
        throw new AppError('request.forbidden', { permission: 'assignments of the whole workspace' });
      const found = await findAssignment(db, workspaceId, id);
      if (!found) throw new AppError('request.not-found', { what: `assignment ${id}` });
      const changes = await backwards(db, workspaceId, await peopleOf(db, workspaceId, id));
      return carryOut(principal, found.kind, changes, id);
    },
  };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const item of items) {
    const known = found.get(keyOf(item));
    if (known) known.push(item);
    else found.set(keyOf(item), [item]);
  }
  return found;
}

function kept({ customer, ownerBefore, owner, outletBefore, outlet }: PlannedChange): AssignedPerson {
  return {
    home: customer,
    ownerBefore: owner === undefined ? null : ownerBefore,
    ownerAfter: owner ?? null,
    outletBefore: outlet === undefined ? null : outletBefore,
    outletAfter: outlet ?? null,
  };
}

/** What takes an assignment back, for those who still stand as it put them: whoever was handed on since stays there. */
async function backwards(
  db: Db,
  workspaceId: number,
  people: readonly AssignedPerson[],
): Promise<PlannedChange[]> {
  const today = await customersOf(
    db,
    workspaceId,
    people.map(({ home }) => home),
  );
  const parts = await partsOf(db, workspaceId, [...new Set(today.values())]);
  const customerOf = new Map(parts.map((part) => [part.home, part.customer]));
  const homesOf = grouped(parts, (part) => part.customer);
  const facts = await relationsOf(db, workspaceId, [...customerOf.keys()]);
  const factsOf = grouped(facts, (fact) => customerOf.get(fact.home) ?? 0);
  return people.flatMap((person): PlannedChange[] => {
    const customer = today.get(person.home);
    if (customer === undefined) return [];
    const homes = (homesOf.get(customer) ?? []).map((part) => part.home);
    const own = factsOf.get(customer) ?? [];
    const ownerNow = assignedOf(own, 'owner')?.ref ?? null;
    const outletNow = assignedOf(own, 'outlet')?.ref ?? null;
    const back = (before: string | null, after: string | null, now: string | null) =>
      before !== after && now === after ? before : undefined;
    const owner = back(person.ownerBefore, person.ownerAfter, ownerNow);
    const outlet = back(person.outletBefore, person.outletAfter, outletNow);
    if (owner === undefined && outlet === undefined) return [];
    return [{ customer, homes, ownerBefore: ownerNow, owner, outletBefore: outletNow, outlet }];
  });
}

function eventsOf(
  { owner, outlet }: PlannedChange,
  said: Record<string, unknown>,
  identities: readonly { namespace: string; value: string }[],
  at: number,
): AcceptedEvent[] {
  const family = 'relation' as const;
  const events: AcceptedEvent[] = [];
  if (owner !== undefined) {
    const name = owner === null ? 'Owner Released' : 'Owner Assigned';
    const properties = { ...(owner !== null && { staff: owner }), ...said };
    events.push(ownEvent({ name, family, properties, staff: owner }, identities, at));
  }
  if (outlet !== undefined) {
    const name = outlet === null ? 'Outlet Released' : 'Outlet Assigned';
    events.push(
      ownEvent({ name, family, properties: { ...(outlet !== null && { outlet }), ...said } }, identities, at),
    );
  }
  return events;
}

async function previewOf(db: Db, workspaceId: number, plan: AssignmentPlan): Promise<AssignmentPreview> {
  const counts = new Map<string, number>();
  for (const { owner } of plan.changes) if (owner) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  const names = await namesOfStaff(db, workspaceId, [...counts.keys()]);
  const to = [...counts]
    .map(([owner, people]) => ({ owner, name: names.get(owner) ?? null, people }))
    .sort((a, b) => b.people - a.people || (a.owner < b.owner ? -1 : 1));
  const { people, noOutlet, noStaff } = plan;
  return { people, changing: plan.changes.length, noOutlet, noStaff, to };
}

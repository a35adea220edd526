import type { AssignmentDraft, GiveTo, OutletBy } from '@yutang/contracts/ownership';
import { assignedOf, type RelationFact } from '@yutang/core/customers';
import { type Receiver, shareOut, unitsBelow } from '@yutang/core/organisation';
import type { Db } from '../../platform/postgres/db.ts';
import { type ChosenPerson, countOwned, partsOf, relationsOf } from '../customers/index.ts';
import { outletsOfOrders } from '../orders/index.ts';
import { findStaff, listUnits, readReceivers } from '../organisation/index.ts';

/** What becomes of one person. undefined: stays; null: released. `…Before`: what was assigned explicitly. */
export interface PlannedChange {
  customer: number;
  homes: number[];
  ownerBefore: string | null;
  owner: string | null | undefined;
  outletBefore: string | null;
  outlet: string | null | undefined;
}

/** What an assignment comes to. */
export interface AssignmentPlan {
  people: number;
  changes: PlannedChange[];
  /** Passed over: no outlet to go by, or nobody at it who takes customers. */
  noOutlet: number;
  noStaff: number;
}

/** To whom: an owner, an outlet, or an owner found by the outlet. `onlyNever`: leave those out who ever had one assigned. */
export interface Handing extends Pick<AssignmentDraft, 'owner' | 'outlet'> {
  byOutlet?: { give: GiveTo; outletBy?: OutletBy | undefined } | undefined;
  onlyNever?: boolean;
}

/** Works out who would get whom; changes nothing. */
export async function planAssignment(
  db: Db,
  workspaceId: number,
  chosen: readonly ChosenPerson[],
  handing: Handing,
): Promise<AssignmentPlan> {
  const homesOf = new Map<number, number[]>(chosen.map(({ customer }) => [customer, []]));
  for (const { home, customer } of await partsOf(db, workspaceId, [...homesOf.keys()]))
    homesOf.get(customer)?.push(home);
  const factsOf = await factsByHome(db, workspaceId, [...homesOf.values()].flat());
  const facts = (customer: number) =>
    (homesOf.get(customer) ?? []).flatMap((home) => factsOf.get(home) ?? []);
  const people = handing.onlyNever
    ? chosen.filter(({ customer }) => !facts(customer).some((fact) => fact.kind === 'owner'))
    : chosen;

  const plan: AssignmentPlan = { people: people.length, changes: [], noOutlet: 0, noStaff: 0 };
  const owners = handing.byOutlet
    ? await ownersByOutlet(db, workspaceId, people, homesOf, handing.byOutlet, plan)
    : undefined;
  for (const person of people) {
    const own = facts(person.customer);
    const ownerBefore = assignedOf(own, 'owner')?.ref ?? null;
    const outletBefore = assignedOf(own, 'outlet')?.ref ?? null;
    const wanted = owners ? owners.get(person.customer) : handing.owner;
    const owner = wanted === ownerBefore ? undefined : wanted;
    const outlet = handing.outlet === outletBefore ? undefined : handing.outlet;
    if (owner === undefined && outlet === undefined) continue;
    const homes = homesOf.get(person.customer) ?? [];
    plan.changes.push({ customer: person.customer, homes, ownerBefore, owner, outletBefore, outlet });
  }
  return plan;
}

async function factsByHome(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
): Promise<Map<number, RelationFact[]>> {
  const found = new Map<number, RelationFact[]>();
  for (const fact of await relationsOf(db, workspaceId, [...homes])) {
    const known = found.get(fact.home);
    if (known) known.push(fact);
    else found.set(fact.home, [fact]);
  }
  return found;
}

async function ownersByOutlet(
  db: Db,
  workspaceId: number,
  people: readonly ChosenPerson[],
  homesOf: ReadonlyMap<number, number[]>,
  { give, outletBy = 'assigned' }: NonNullable<Handing['byOutlet']>,
  plan: AssignmentPlan,
): Promise<Map<number, string>> {
  const outletOf = await outletsToGoBy(db, workspaceId, people, homesOf, outletBy);
  const byOutlet = new Map<string, number[]>();
  for (const { customer } of people) {
    const outlet = outletOf.get(customer);
    if (outlet === undefined) plan.noOutlet++;
    else if (byOutlet.has(outlet)) byOutlet.get(outlet)?.push(customer);
    else byOutlet.set(outlet, [customer]);
  }
  const receiversOf = await receiversByOutlet(db, workspaceId, give);
  const owners = new Map<number, string>();
  for (const [outlet, customers] of [...byOutlet].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const given = shareOut(customers, receiversOf.get(outlet) ?? []);
    plan.noStaff += customers.length - given.size;
    for (const [customer, ref] of given) owners.set(customer, ref);
  }
  return owners;
}

async function outletsToGoBy(
  db: Db,
  workspaceId: number,
  people: readonly ChosenPerson[],
  homesOf: ReadonlyMap<number, number[]>,
  by: OutletBy,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  if (by === 'assigned' || by === 'last_seen') {
    for (const { customer, outlet, seenAt } of people) {
      const at = by === 'assigned' ? outlet : seenAt;
      if (at !== null) found.set(customer, at);
    }
    return found;
  }
  const which = by === 'first_order' ? 'first' : 'last';
  const orders = await outletsOfOrders(db, workspaceId, [...homesOf.values()].flat(), which);
  const ofHome = new Map(orders.map((row) => [row.home, row]));
  for (const [customer, homes] of homesOf) {
    const own = homes
      .flatMap((home) => ofHome.get(home) ?? [])
      .sort((a, b) => a.at - b.at || a.home - b.home);
    const one = which === 'first' ? own[0] : own.at(-1);
    if (one) found.set(customer, one.outlet);
  }
  return found;
}

/** By outlet who takes its customers: its active staff and theirs below it, or the one in charge. */
async function receiversByOutlet(
  db: Db,
  workspaceId: number,
  give: GiveTo,
): Promise<Map<string, Receiver[]>> {
  const units = await listUnits(db, workspaceId);
  const staff = await readReceivers(db, workspaceId);
  const owned = await countOwned(db, workspaceId);
  const found = new Map<string, Receiver[]>();
  for (const unit of units) {
    if (unit.ref === null) continue;
    const below = unitsBelow(units, unit.id);
    const head = unit.headId === null ? undefined : await findStaff(db, workspaceId, unit.headId);
    const refs =
      give === 'head'
        ? head && head.leftAt === null
          ? [head.ref]
          : []
        : staff.flatMap(({ ref, unitId }) => (unitId !== null && below.has(unitId) ? [ref] : []));
    found.set(
      unit.ref,
      refs.map((ref) => ({ ref, owned: owned.get(ref) ?? 0 })),
    );
  }
  return found;
}

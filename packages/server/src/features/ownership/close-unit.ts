import type { Unit, UnitClosing } from '@yutang/contracts/organisation';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { choosePeople, outletOf } from '../customers/index.ts';
import {
  assertOpen,
  insertMove,
  lockUnits,
  staffOfUnit,
  unitIn,
  updateStaff,
  updateUnit,
} from '../organisation/index.ts';
import { audit } from '../workspaces/index.ts';
import type { AssignmentService } from './assignment-service.ts';

/** What closing needs. */
export interface ClosingDeps {
  db: Db;
  /** The real clock, epoch ms. */
  now: () => number;
  changed(): void;
  service: Pick<AssignmentService, 'hand'>;
}

/** More customers than an outlet has. */
const everybody = 1_000_000;

/**
 * Closes a unit after saying where its staff, units and customers go. Events keep the outlet they happened at. Throws
 * `unit.not-empty` as long as somebody would be left without a place.
 */
export async function closeUnit(
  { db, now, changed, service }: ClosingDeps,
  principal: Principal,
  id: number,
  closing: UnitClosing,
): Promise<Unit> {
  const { workspaceId, label } = principal;
  const at = now();
  const { unit, customers } = await db.transaction().execute(async (tx) => {
    const units = await lockUnits(tx, workspaceId);
    const before = unitIn(units, id);
    const children = units.filter((each) => each.parentId === id && each.closedAt === null);
    const staff = await staffOfUnit(tx, workspaceId, id);
    const where = sql`c.workspace_id = ${workspaceId} and ${outletOf} = ${before.ref}`;
    const people = before.ref === null ? [] : await choosePeople(tx, where, everybody);
    const left =
      (staff.length > 0 && closing.staffTo === undefined) ||
      (children.length > 0 && closing.unitsTo === undefined) ||
      (people.length > 0 && closing.customersTo === undefined);
    if (left) {
      const counts = { staff: staff.length, units: children.length, customers: people.length };
      throw new AppError('unit.not-empty', counts);
    }
    const staffTo = closing.staffTo ?? null;
    const unitsTo = closing.unitsTo ?? null;
    assertOpen(
      units.filter((each) => each.id !== id),
      staffTo,
      'body.staffTo',
    );
    assertOpen(
      units.filter((each) => each.id !== id && each.parentId !== id),
      unitsTo,
      'body.unitsTo',
    );
    if (closing.customersTo !== undefined && closing.customersTo !== '-') {
      const to = units.find((each) => each.ref === closing.customersTo && each.id !== id);
      assertOpen(units, to?.id ?? 0, 'body.customersTo');
    }
    const moved = { at, by: label, from: id };
    for (const one of staff) {
      await updateStaff(tx, workspaceId, { ...one, unitId: staffTo });
      await insertMove(tx, workspaceId, { ...moved, subject: 'staff', subjectId: one.id, to: staffTo });
    }
    for (const child of children) {
      await updateUnit(tx, workspaceId, { ...child, parentId: unitsTo });
      await insertMove(tx, workspaceId, { ...moved, subject: 'unit', subjectId: child.id, to: unitsTo });
    }
    const after = { ...before, closedAt: at };
    await updateUnit(tx, workspaceId, after);
    await audit(tx, principal, 'unit.closed', `unit:${id}`, { ...closing });
    return { unit: after, customers: people };
  });
  changed();
  if (closing.customersTo !== undefined && closing.customersTo !== '-')
    await service.hand(principal, 'closing', customers, { outlet: closing.customersTo });
  return unit;
}

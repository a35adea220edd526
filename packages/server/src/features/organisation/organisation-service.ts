import type {
  Adopted,
  Adoption,
  StaffDraft,
  StaffPatch,
  Unit,
  UnitDraft,
  UnitPatch,
} from '@yutang/contracts/organisation';
import { AppError } from '@yutang/core/errors';
import { ancestorsOf } from '@yutang/core/organisation';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { seenOnly } from './seen-store.ts';
import { findStaff, insertStaff, type StaffRow, updateStaff } from './staff-store.ts';
import { insertMove, insertUnit, lockUnits, updateUnit } from './unit-store.ts';

export interface OrganisationDeps {
  db: Db;
  /** The real clock, epoch ms. */
  now: () => number;
  /** Told after any change of units or staff: whoever is held to a unit sees by it at once. */
  changed(): void;
}

/** What is done to units and staff. */
export interface OrganisationService {
  makeUnit(principal: Principal, draft: UnitDraft): Promise<number>;
  changeUnit(principal: Principal, id: number, patch: UnitPatch): Promise<void>;
  makeStaff(principal: Principal, draft: StaffDraft): Promise<number>;
  changeStaff(principal: Principal, id: number, patch: StaffPatch): Promise<void>;
  adopt(principal: Principal, adoption: Adoption): Promise<Adopted>;
}

export function createOrganisationService({ db, now, changed }: OrganisationDeps): OrganisationService {
  async function change<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const done = await db.transaction().execute(work);
    changed();
    return done;
  }

  async function staffToChange(tx: Tx, workspaceId: number, id: number): Promise<StaffRow> {
    const found = await findStaff(tx, workspaceId, id);
    if (!found) throw new AppError('request.not-found', { what: `staff ${id}` });
    return found;
  }

  /** Throws `request.invalid` for a leader nobody knows. */
  async function assertHead(tx: Tx, workspaceId: number, headId: number | null | undefined): Promise<void> {
    if (headId === null || headId === undefined) return;
    if (!(await findStaff(tx, workspaceId, headId)))
      throw new AppError('request.invalid', { field: 'body.headId', reason: 'is no staff member' });
  }

  return {
    makeUnit: (principal, draft) =>
      change(async (tx) => {
        const { workspaceId } = principal;
        const units = await lockUnits(tx, workspaceId);
        const { kind, name, parentId = null, headId = null } = draft;
        const ref = kind === 'outlet' ? (draft.ref ?? name) : null;
        assertOpen(units, parentId, 'body.parentId');
        await assertHead(tx, workspaceId, headId);
        const made = await insertUnit(tx, workspaceId, { kind, name, ref, parentId, headId }, now());
        if (!made) throw new AppError('unit.ref-taken', { ref: ref ?? '' });
        await audit(tx, principal, 'unit.created', `unit:${made.id}`, { kind, parentId });
        return made.id;
      }),

    changeUnit: (principal, id, patch) =>
      change(async (tx) => {
        const { workspaceId, label } = principal;
        const units = await lockUnits(tx, workspaceId);
        const before = unitIn(units, id);
        const { name = before.name, parentId = before.parentId, headId = before.headId } = patch;
        if (parentId !== before.parentId) assertParent(units, id, parentId);
        if (headId !== before.headId) await assertHead(tx, workspaceId, headId);
        const closedAt = patch.open ? null : before.closedAt;
        await updateUnit(tx, workspaceId, { ...before, name, parentId, headId, closedAt });
        if (parentId !== before.parentId) {
          const move = { subject: 'unit' as const, subjectId: id, from: before.parentId, to: parentId };
          await insertMove(tx, workspaceId, { ...move, at: now(), by: label });
        }
        await audit(tx, principal, 'unit.changed', `unit:${id}`, { ...patch });
      }),

    makeStaff: (principal, draft) =>
      change(async (tx) => {
        const { workspaceId } = principal;
        const { ref, name, title = '', unitId = null, takesCustomers = true } = draft;
        assertOpen(await lockUnits(tx, workspaceId), unitId, 'body.unitId');
        const made = await insertStaff(tx, workspaceId, { ref, name, title, unitId, takesCustomers }, now());
        if (made === undefined) throw new AppError('staff.ref-taken', { ref });
        await audit(tx, principal, 'staff.created', `staff:${made}`, { unitId });
        return made;
      }),

    changeStaff: (principal, id, patch) =>
      change(async (tx) => {
        const { workspaceId, label } = principal;
        const units = await lockUnits(tx, workspaceId);
        const before = await staffToChange(tx, workspaceId, id);
        const { left, ...rest } = patch;
        const leftAt = left === undefined ? before.leftAt : left ? (before.leftAt ?? now()) : null;
        const after = { ...before, ...rest, leftAt };
        if (after.unitId !== before.unitId) {
          assertOpen(units, after.unitId, 'body.unitId');
          const move = { subject: 'staff' as const, subjectId: id, from: before.unitId, to: after.unitId };
          await insertMove(tx, workspaceId, { ...move, at: now(), by: label });
        }
        await updateStaff(tx, workspaceId, after);
        await audit(tx, principal, 'staff.changed', `staff:${id}`, { fields: Object.keys(patch) });
      }),

    adopt: (principal, adoption) =>
      change(async (tx) => {
        const { workspaceId } = principal;
        const units = await lockUnits(tx, workspaceId);
        assertOpen(units, adoption.parentId ?? null, 'body.parentId');
        const chosen = async (kind: 'staff' | 'outlet', refs: readonly string[] | undefined) => {
          const seen = await seenOnly(tx, workspaceId, kind);
          return adoption.all ? seen : seen.filter((one) => refs?.includes(one.ref));
        };
        const outlets = await chosen('outlet', adoption.outlets);
        const made = new Map(units.flatMap((unit) => (unit.ref === null ? [] : [[unit.ref, unit.id]])));
        for (const { ref } of outlets) {
          const make = {
            kind: 'outlet' as const,
            name: ref,
            ref,
            parentId: adoption.parentId ?? null,
            headId: null,
          };
          const unit = await insertUnit(tx, workspaceId, make, now());
          if (unit) made.set(ref, unit.id);
        }
        const staff = await chosen('staff', adoption.staff);
        for (const { ref, outlet } of staff) {
          const unitId = outlet === null ? null : (made.get(outlet) ?? null);
          await insertStaff(
            tx,
            workspaceId,
            { ref, name: ref, title: '', unitId, takesCustomers: true },
            now(),
          );
        }
        const done = { outlets: outlets.length, staff: staff.length };
        await audit(tx, principal, 'organisation.adopted', 'organisation', done);
        return done;
      }),
  };
}

/** The unit of this number. Throws `request.not-found`. */
export function unitIn(units: readonly Unit[], id: number): Unit {
  const found = units.find((unit) => unit.id === id);
  if (!found) throw new AppError('request.not-found', { what: `unit ${id}` });
  return found;
}

/** Throws `request.invalid` unless the unit is one of the workspace's open ones, or none. */
export function assertOpen(units: readonly Unit[], id: number | null, field: string): void {
  if (id === null) return;
  if (units.find((unit) => unit.id === id)?.closedAt !== null)
    throw new AppError('request.invalid', { field, reason: 'is no open unit' });
}

function assertParent(units: readonly Unit[], id: number, parentId: number | null): void {
  assertOpen(units, parentId, 'body.parentId');
  if (parentId !== null && (parentId === id || ancestorsOf(units, parentId).includes(id)))
    throw new AppError('unit.circle');
}

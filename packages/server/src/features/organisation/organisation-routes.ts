import { Edition } from '@yutang/contracts/accounts';
import {
  Adopted,
  Adoption,
  MoveList,
  Organisation,
  SeenList,
  StaffDraft,
  StaffMember,
  StaffPage,
  StaffPatch,
  StaffQuery,
  Unit,
  UnitDraft,
  UnitPatch,
} from '@yutang/contracts/organisation';
import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { unitsBelow } from '@yutang/core/organisation';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { listMembers } from '../workspaces/index.ts';
import { type OrganisationDeps, type OrganisationService, unitIn } from './organisation-service.ts';
import { countSeenOnly, seenOnly } from './seen-store.ts';
import { countStaff, findStaff, pageOfStaff } from './staff-store.ts';
import { listMoves, listUnits } from './unit-store.ts';

const tags = ['organisation'];

/** What the routes need besides. */
export interface OrganisationRoutesDeps extends OrganisationDeps {
  /** `workspaces.getWorkspace`. */
  workspace(workspaceId: number): Promise<{ settings: Record<string, unknown> }>;
}

/** Units and staff: the tree of the organisation. */
export function organisationRoutes(
  app: HttpApp,
  { db, workspace }: OrganisationRoutesDeps,
  service: OrganisationService,
): void {
  const read = { permission: 'organisation.read' as const };
  const write = { permission: 'organisation.write' as const };

  /** Units the caller may see: those of the unit they are held to, else all. */
  async function visibleUnits({ workspaceId, within }: Principal): Promise<Unit[]> {
    const units = await listUnits(db, workspaceId);
    if (!within) return units;
    const below = unitsBelow(units, within.unitId);
    return units.filter((unit) => below.has(unit.id));
  }

  async function unit(principal: Principal, id: number): Promise<Unit> {
    return unitIn(await visibleUnits(principal), id);
  }

  async function staffPage(principal: Principal, query: StaffQuery): Promise<StaffPage> {
    const { workspaceId, within } = principal;
    const units = await visibleUnits(principal);
    if (query.unit !== undefined) unitIn(units, query.unit);
    const below = query.unit ?? within?.unitId;
    const page = await pageOfStaff(db, workspaceId, {
      q: query.q,
      units: below === undefined ? null : [...unitsBelow(units, below)],
      left: query.left ?? false,
      limit: query.limit ?? 50,
      cursor: query.cursor,
    });
    const logins = await loginsOf(workspaceId);
    return { ...page, items: page.items.map((row) => ({ ...row, login: logins.get(row.ref) ?? null })) };
  }

  async function loginsOf(workspaceId: number): Promise<Map<string, string>> {
    const members = await listMembers(db, workspaceId);
    return new Map(members.flatMap(({ staffRef, login }) => (staffRef === null ? [] : [[staffRef, login]])));
  }

  /** One staff member the caller may see. Throws `request.not-found`. */
  async function oneStaff(principal: Principal, id: number): Promise<StaffMember> {
    const { workspaceId, within } = principal;
    const row = await findStaff(db, workspaceId, id);
    if (!row || (within && !within.staff.includes(row.ref)))
      throw new AppError('request.not-found', { what: `staff ${id}` });
    const query = { q: row.ref, units: null, left: row.leftAt !== null, limit: 200, cursor: undefined };
    const listed = (await pageOfStaff(db, workspaceId, query)).items.find((one) => one.id === id);
    const login = (await loginsOf(workspaceId)).get(row.ref) ?? null;
    return { ...row, login, events: listed?.events ?? 0, lastSeenAt: listed?.lastSeenAt ?? null };
  }

  app.get('/api/organisation', {
    config: read,
    schema: { tags, summary: 'Units of the organisation', response: { 200: Organisation, ...problems } },
    handler: async ({ principal }) => {
      const { workspaceId, within } = principal;
      const units = await visibleUnits(principal);
      const ids = new Set<number | null>(units.map(({ id }) => id));
      let staff = 0;
      for (const [unitId, count] of await countStaff(db, workspaceId)) {
        if (!within || ids.has(unitId)) staff += count;
      }
      const seen = async (kind: 'staff' | 'outlet') => (within ? 0 : countSeenOnly(db, workspaceId, kind));
      const { settings } = await workspace(workspaceId);
      return {
        edition: Edition.enum.find((edition) => edition === settings.edition) ?? 'chain',
        units,
        staff,
        seenOnly: { staff: await seen('staff'), outlets: await seen('outlet') },
      };
    },
  });

  app.get('/api/organisation/seen', {
    config: write,
    schema: {
      tags,
      summary: 'Staff and outlets that events name and nobody has described',
      response: { 200: SeenList, ...problems },
    },
    handler: async ({ principal: { workspaceId } }) => ({
      staff: await seenOnly(db, workspaceId, 'staff'),
      outlets: await seenOnly(db, workspaceId, 'outlet'),
    }),
  });

  app.post('/api/organisation/adopt', {
    config: write,
    schema: {
      tags,
      summary: 'Make records of what was seen',
      body: Adoption,
      response: { 200: Adopted, ...problems },
    },
    handler: ({ principal, body }) => service.adopt(principal, body),
  });

  app.post('/api/units', {
    config: write,
    schema: { tags, summary: 'Make a unit', body: UnitDraft, response: { 201: Unit, ...problems } },
    handler: async ({ principal, body }, reply) =>
      reply.code(201).send(await unit(principal, await service.makeUnit(principal, body))),
  });

  app.patch('/api/units/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Rename or move a unit, or open it again; what is below moves with it at once',
      params: IdParams,
      body: UnitPatch,
      response: { 200: Unit, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      await service.changeUnit(principal, params.id, body);
      return unit(principal, params.id);
    },
  });

  app.get('/api/units/:id/moves', {
    config: read,
    schema: {
      tags,
      summary: 'Who and what came to a unit and left it, newest first',
      params: IdParams,
      response: { 200: MoveList, ...problems },
    },
    handler: async ({ principal, params }) => {
      await unit(principal, params.id);
      return { items: await listMoves(db, principal.workspaceId, params.id) };
    },
  });

  app.get('/api/staff', {
    config: read,
    schema: {
      tags,
      summary: 'Staff by name',
      querystring: StaffQuery,
      response: { 200: StaffPage, ...problems },
    },
    handler: ({ principal, query }) => staffPage(principal, query),
  });

  app.post('/api/staff', {
    config: write,
    schema: {
      tags,
      summary: 'Describe a staff member',
      body: StaffDraft,
      response: { 201: StaffMember, ...problems },
    },
    handler: async ({ principal, body }, reply) =>
      reply.code(201).send(await oneStaff(principal, await service.makeStaff(principal, body))),
  });

  app.get('/api/staff/:id', {
    config: read,
    schema: {
      tags,
      summary: 'One staff member',
      params: IdParams,
      response: { 200: StaffMember, ...problems },
    },
    handler: ({ principal, params }) => oneStaff(principal, params.id),
  });

  app.patch('/api/staff/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Change or move a staff member, or note that they left',
      params: IdParams,
      body: StaffPatch,
      response: { 200: StaffMember, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      await service.changeStaff(principal, params.id, body);
      return oneStaff(principal, params.id);
    },
  });
}

import { Unit, UnitClosing } from '@yutang/contracts/organisation';
import {
  Assigned,
  AssignmentDraft,
  AssignmentPage,
  AssignmentPreview,
  AssignmentQuery,
  AssignmentRuleDraft,
  AssignmentRuleList,
  AssignmentRulePatch,
  CustomerOwnership,
  DynamicPage,
  DynamicQuery,
  OrganisationFigures,
} from '@yutang/contracts/ownership';
import { Empty, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { assertWhole, lastCustomer } from '../customers/index.ts';
import { findStaff } from '../organisation/index.ts';
import { audit } from '../workspaces/index.ts';
import type { AssignmentDeps, AssignmentService } from './assignment-service.ts';
import { pageOfAssignments } from './assignment-store.ts';
import { closeUnit } from './close-unit.ts';
import { askOwnership } from './customer-ownership.ts';
import { askDynamics } from './dynamics-question.ts';
import { askFigures } from './figures-question.ts';
import { deleteRule, insertRule, listRules, switchRule } from './rule-store.ts';

export interface OwnershipDeps extends AssignmentDeps {
  events: EventStore;
  /** The real clock, epoch ms. */
  now: () => number;
  /** Told after units or staff changed: `workspaces.changed`. */
  changed(): void;
}

const tags = ['ownership'];

/** Who owns which customers: handing over, rules, figures by unit, and what happens to one's customers. */
export function ownershipRoutes(app: HttpApp, deps: OwnershipDeps, service: AssignmentService): void {
  const { db, events, now } = deps;
  const assign = { permission: 'customers.assign' as const };
  const write = { permission: 'organisation.write' as const };

  app.post('/api/assignments/preview', {
    config: assign,
    schema: {
      tags,
      summary: 'What handing people over would do',
      body: AssignmentDraft,
      response: { 200: AssignmentPreview, ...problems },
    },
    handler: ({ principal, body }) => service.preview(principal, body),
  });

  app.post('/api/assignments', {
    config: assign,
    schema: {
      tags,
      summary: 'Hand people over to an owner or outlet; answers when the figures have it',
      body: AssignmentDraft,
      response: { 200: Assigned, ...problems },
    },
    handler: ({ principal, body }) => service.assign(principal, body),
  });

  app.get('/api/assignments', {
    config: { permission: 'organisation.read' },
    schema: {
      tags,
      summary: 'People handed over together, newest first',
      querystring: AssignmentQuery,
      response: { 200: AssignmentPage, ...problems },
    },
    handler: ({ principal, query }) => {
      assertWhole(principal);
      return pageOfAssignments(db, principal.workspaceId, {
        limit: query.limit ?? 50,
        cursor: query.cursor,
      });
    },
  });

  app.post('/api/assignments/:id/undo', {
    config: assign,
    schema: {
      tags,
      summary: 'Take an assignment back; whoever was handed on since stays there',
      params: IdParams,
      response: { 200: Assigned, ...problems },
    },
    handler: ({ principal, params }) => service.undo(principal, params.id),
  });

  app.get('/api/assignment-rules', {
    config: { permission: 'organisation.read' },
    schema: {
      tags,
      summary: 'Who gets new people by themselves',
      response: { 200: AssignmentRuleList, ...problems },
    },
    handler: ({ principal }) => {
      assertWhole(principal);
      return rules(principal.workspaceId);
    },
  });

  async function rules(workspaceId: number): Promise<AssignmentRuleList> {
    const items = await listRules(db, workspaceId);
    return { items: items.map(({ afterHome: _, ...rule }) => rule) };
  }

  app.post('/api/assignment-rules', {
    config: write,
    schema: {
      tags,
      summary: 'Give people who become known from now on by a rule; tried within a minute',
      body: AssignmentRuleDraft,
      response: { 201: AssignmentRuleList, ...problems },
    },
    handler: async ({ principal, body }, reply) => {
      const { workspaceId, label } = principal;
      const afterHome = await lastCustomer(db, workspaceId);
      await db.transaction().execute(async (tx) => {
        const id = await insertRule(tx, workspaceId, body, { at: now(), label, afterHome });
        await audit(tx, principal, 'assignment-rule.created', `assignment-rule:${id}`, { ...body });
      });
      return reply.code(201).send(await rules(workspaceId));
    },
  });

  app.patch('/api/assignment-rules/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Switch a rule on or off',
      params: IdParams,
      body: AssignmentRulePatch,
      response: { 200: AssignmentRuleList, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      const { workspaceId } = principal;
      const after = await lastCustomer(db, workspaceId);
      await db.transaction().execute(async (tx) => {
        await found(params.id, switchRule(tx, workspaceId, params.id, body.active, after));
        await audit(tx, principal, 'assignment-rule.changed', `assignment-rule:${params.id}`, { ...body });
      });
      return rules(workspaceId);
    },
  });

  app.delete('/api/assignment-rules/:id', {
    config: write,
    schema: { tags, summary: 'Remove a rule', params: IdParams, response: { 200: Empty, ...problems } },
    handler: async ({ principal, params }) => {
      await db.transaction().execute(async (tx: Tx) => {
        await found(params.id, deleteRule(tx, principal.workspaceId, params.id));
        await audit(tx, principal, 'assignment-rule.removed', `assignment-rule:${params.id}`);
      });
      return {};
    },
  });

  async function found(id: number, done: Promise<boolean>): Promise<void> {
    if (!(await done)) throw new AppError('request.not-found', { what: `assignment rule ${id}` });
  }

  app.post('/api/units/:id/close', {
    config: write,
    schema: {
      tags: ['organisation'],
      summary: 'Close a unit, saying where those in it go',
      params: IdParams,
      body: UnitClosing,
      response: { 200: Unit, ...problems },
    },
    handler: ({ principal, params, body }) => closeUnit({ ...deps, service }, principal, params.id, body),
  });

  app.get('/api/organisation/figures', {
    config: { permission: 'organisation.read' },
    schema: {
      tags: ['organisation'],
      summary: 'People and sales by unit, each with everything below it',
      response: { 200: OrganisationFigures, ...problems },
    },
    handler: ({ principal }) => askFigures(db, principal),
  });

  app.get('/api/customers/:id/ownership', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'Owner and outlet of a person, why, and every change',
      params: IdParams,
      response: { 200: CustomerOwnership, ...problems },
    },
    handler: async ({ principal, params }) =>
      askOwnership(db, events, principal.workspaceId, await deps.customers.person(principal, params.id)),
  });

  app.get('/api/staff/:id/dynamics', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'What happened to the customers a staff member owns or served, newest first',
      params: IdParams,
      querystring: DynamicQuery,
      response: { 200: DynamicPage, ...problems },
    },
    handler: async ({ principal, params, query }) => {
      const { workspaceId, ownStaff, within } = principal;
      const staff = await findStaff(db, workspaceId, params.id);
      const hidden =
        staff &&
        ((ownStaff !== null && staff.ref !== ownStaff) || (within && !within.staff.includes(staff.ref)));
      if (!staff || hidden) throw new AppError('request.not-found', { what: `staff ${params.id}` });
      return askDynamics({ db, events }, principal, staff.ref, {
        limit: query.limit ?? 50,
        cursor: query.cursor,
      });
    },
  });

  app.get('/api/dynamics', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'The same for the asker, when they are a guide',
      querystring: DynamicQuery,
      response: { 200: DynamicPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { ownStaff } = principal;
      if (ownStaff === null) return { items: [], nextCursor: null };
      return askDynamics({ db, events }, principal, ownStaff, {
        limit: query.limit ?? 50,
        cursor: query.cursor,
      });
    },
  });
}

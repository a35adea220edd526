import { SetupRequest, WhoAmI } from '@yutang/contracts/accounts';
import {
  ClockMove,
  DemoDeleted,
  DemoDeletion,
  DemoStage,
  DemoState,
  PaceChange,
  TrialRequest,
} from '@yutang/contracts/demo';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { brand, brandOutlets } from '@yutang/core/simulation';
import type { FastifyRequest } from 'fastify';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { advanceClock, audit, trialAccounts, type Workspaces } from '../workspaces/index.ts';
import { clockSteps } from './demo-clock.ts';
import { type Demo, readDemo, readDemos, setPace } from './demo-store.ts';
import { isLocal } from './stage-guard.ts';

const tags = ['demo'];

export interface DemoRoutesDeps {
  db: Db;
  workspaces: Workspaces;
  /** The engine asks again where a workspace's clock stands. */
  clockMoved(): void;
  /** Whether the stage may be asked for here: not where others reach the house by a public address or a proxy. */
  stageOpen: boolean;
  /** Deletes a demo whole and answers how many rows. */
  remove(workspaceId: number): Promise<number>;
}

/** The stage at /demo, the demo clock, and the way out of the demo. */
export function demoRoutes(
  app: HttpApp,
  { db, workspaces, clockMoved, stageOpen, remove }: DemoRoutesDeps,
): void {
  async function stateOf({ workspaceId, pace }: Demo): Promise<DemoState> {
    const now = await workspaces.workspaceClock(workspaceId);
    const { clockOffsetMs } = await workspaces.getWorkspace(workspaceId);
    return { now: now(), clockOffsetMs, pace };
  }

  /** The demo one is in. Throws `demo.not-demo`. */
  async function ownDemo(request: FastifyRequest): Promise<Demo> {
    const demo = await readDemo(db, request.principal.workspaceId);
    if (!demo) throw new AppError('demo.not-demo');
    return demo;
  }

  /** The newest demo, for somebody at this machine. Throws `demo.none`. */
  async function stageDemo(request: FastifyRequest): Promise<Demo> {
    const demo = stageOpen && isLocal(request) ? (await readDemos(db))[0] : undefined;
    if (!demo) throw new AppError('demo.none');
    return demo;
  }

  app.get(
    '/api/demo/stage',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: 'What the stage plays with; on this machine only',
        response: { 200: DemoStage, ...problems },
      },
    },
    async (request) => {
      const demo = await stageDemo(request);
      const { id, name, zone, currency } = await workspaces.getWorkspace(demo.workspaceId);
      const roles = await trialAccounts(db, demo.workspaceId);
      const outlet = brandOutlets[0];
      const guide = outlet?.guides[0];
      if (!outlet || !guide) throw new Error('the brand has no guide');
      const { unionid, accountOpenid, mallOpenid, contact } = brand.namespaces;
      return {
        workspaceId: id,
        name,
        zone,
        currency,
        state: await stateOf(demo),
        roles: roles.map(({ role }) => role),
        keys: demo.keys,
        guide: { staff: guide.key, name: guide.name, outlet: outlet.key, outletName: outlet.name },
        namespaces: { unionid, accountOpenid, mallOpenid, contact },
        account: brand.officialAccount,
      };
    },
  );

  app.post(
    '/api/demo/session',
    {
      config: { permission: 'public', audit: 'session.started' },
      schema: {
        tags,
        summary: 'Try the demo as this role; on this machine only',
        body: TrialRequest,
        response: { 200: WhoAmI, ...problems },
      },
    },
    async (request, reply) => {
      const { workspaceId } = await stageDemo(request);
      const account = (await trialAccounts(db, workspaceId)).find(({ role }) => role === request.body.role);
      if (!account) throw new AppError('demo.none');
      return workspaces.signInAs({ ...account, workspaceId }, request, reply);
    },
  );

  app.get(
    '/api/demo',
    {
      config: { permission: 'member' },
      schema: { tags, summary: 'Clock and arrivals of this demo', response: { 200: DemoState, ...problems } },
    },
    async (request) => stateOf(await ownDemo(request)),
  );

  app.post(
    '/api/demo/clock',
    {
      config: { permission: 'member', audit: 'demo.clock-moved' },
      schema: {
        tags,
        summary: 'Move the demo clock forward',
        body: ClockMove,
        response: { 200: DemoState, ...problems },
      },
    },
    async (request) => {
      const demo = await ownDemo(request);
      const { by } = request.body;
      await db.transaction().execute(async (tx) => {
        await advanceClock(tx, demo.workspaceId, clockSteps[by]);
        await audit(tx, request.principal, 'demo.clock-moved', `workspace:${demo.workspaceId}`, { by });
      });
      workspaces.changed();
      clockMoved();
      return stateOf(demo);
    },
  );

  app.put(
    '/api/demo/pace',
    {
      config: { permission: 'member', audit: 'demo.pace-set' },
      schema: {
        tags,
        summary: 'How fast simulated people arrive',
        body: PaceChange,
        response: { 200: DemoState, ...problems },
      },
    },
    async (request) => {
      const demo = await ownDemo(request);
      const { pace } = request.body;
      await db.transaction().execute(async (tx) => {
        await setPace(tx, demo.workspaceId, pace);
        await audit(tx, request.principal, 'demo.pace-set', `workspace:${demo.workspaceId}`, { pace });
      });
      return stateOf({ ...demo, pace });
    },
  );

  app.post(
    '/api/demo/own',
    {
      config: { permission: 'settings.write', audit: 'workspace.created' },
      schema: {
        tags,
        summary: 'Make one’s own account and workspace beside the demo',
        body: SetupRequest,
        response: { 201: WhoAmI, ...problems },
      },
    },
    async (request, reply) => {
      const { workspaceId } = await ownDemo(request);
      return reply.code(201).send(await workspaces.foundOwn(request.body, workspaceId, request, reply));
    },
  );

  app.delete(
    '/api/demo',
    {
      config: { permission: 'settings.write' },
      schema: {
        tags,
        summary: 'Delete this demo with everything in it',
        body: DemoDeletion,
        response: { 200: DemoDeleted, ...problems },
      },
    },
    async (request) => {
      const { workspaceId } = await ownDemo(request);
      const { name } = await workspaces.getWorkspace(workspaceId);
      if (request.body.confirm.trim() !== name) throw new AppError('demo.confirm', { field: 'body.confirm' });
      return { rows: await remove(workspaceId) };
    },
  );
}

import {
  DutyDraft,
  JourneyView,
  JourneyViewQuery,
  type Touchpoint,
  TouchpointList,
  TouchpointParams,
  TouchpointQuery,
} from '@yutang/contracts/ownership';
import { Empty } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { channelName } from '@yutang/core/channels';
import { AppError } from '@yutang/core/errors';
import { unitsBelow } from '@yutang/core/organisation';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { readActivity, readBook } from '../channels/index.ts';
import { assertWhole, type Customers } from '../customers/index.ts';
import { assertOpen, findStaff, listUnits } from '../organisation/index.ts';
import { audit } from '../workspaces/index.ts';
import { askJourney } from './journey-question.ts';
import { deleteDuty, listDuties, writeDuty } from './touchpoint-store.ts';

const tags = ['organisation'];

/** Which unit answers for which channel, who in person, and what is promised there (ORG-06). */
export function touchpointRoutes(
  app: HttpApp,
  {
    db,
    events,
    now,
    customers,
  }: { db: Db; events: EventStore; now: () => number; customers: Pick<Customers, 'person'> },
): void {
  async function list(workspaceId: number): Promise<Touchpoint[]> {
    const book = await readBook(db, workspaceId);
    const duties = new Map((await listDuties(db, workspaceId)).map((duty) => [duty.channel, duty]));
    const counts = new Map<string, number>([...duties.keys()].map((channel) => [channel, 0]));
    for (const row of await readActivity(db, workspaceId))
      counts.set(row.name, (counts.get(row.name) ?? 0) + row.events);
    return [...counts]
      .map(([channel, count]): Touchpoint => {
        const { title, domainClass } = book.find(channel);
        const { channel: _, ...duty } = duties.get(channel) ?? { channel: null };
        return { channel, title, domainClass, events: count, duty: 'unitId' in duty ? duty : null };
      })
      .sort(
        (a, b) =>
          Number(a.duty !== null) - Number(b.duty !== null) ||
          b.events - a.events ||
          (a.channel < b.channel ? -1 : 1),
      );
  }

  app.get('/api/touchpoints', {
    config: { permission: 'organisation.read' },
    schema: {
      tags,
      summary: 'Channels with who answers for them',
      querystring: TouchpointQuery,
      response: { 200: TouchpointList, ...problems },
    },
    handler: async ({ principal: { workspaceId, within }, query }) => {
      const all = await list(workspaceId);
      const unit = query.unit ?? within?.unitId;
      const units = await listUnits(db, workspaceId);
      const below = unit === undefined ? null : unitsBelow(units, unit);
      const allowed = within ? unitsBelow(units, within.unitId) : null;
      const items = all.filter(({ duty }) => {
        if (allowed && !(duty && allowed.has(duty.unitId))) return false;
        if (query.none) return duty === null;
        return below === null || (duty !== null && below.has(duty.unitId));
      });
      return { items };
    },
  });

  app.get('/api/touchpoints/journey', {
    config: { permission: 'organisation.read' },
    schema: {
      tags,
      summary: 'The customer journey step by step: who answers where people are met, and what is missing',
      querystring: JourneyViewQuery,
      response: { 200: JourneyView, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { workspaceId } = principal;
      // touchpoints are the whole brand's, so are their numbers
      if (query.customer === undefined) assertWhole(principal);
      const person = query.customer === undefined ? null : await customers.person(principal, query.customer);
      const book = await readBook(db, workspaceId);
      const duties = new Map(
        (await listDuties(db, workspaceId)).map(({ channel, ...duty }) => [channel, duty]),
      );
      const touchpoint = (spelled: string) => {
        const channel = channelName(spelled) ?? spelled;
        const { title, domainClass } = book.find(channel);
        return { channel, title, domainClass, duty: duties.get(channel) ?? null };
      };
      return askJourney(events, workspaceId, touchpoint, person?.homes);
    },
  });

  app.put('/api/touchpoints/:channel', {
    config: { permission: 'organisation.write' },
    schema: {
      tags,
      summary: 'Say who answers for a channel',
      params: TouchpointParams,
      body: DutyDraft,
      response: { 200: Empty, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      const { workspaceId, label } = principal;
      const channel = channelName(params.channel) ?? params.channel;
      const known = (await list(workspaceId)).some((one) => one.channel === channel);
      const described = (await readBook(db, workspaceId)).find(channel).classified;
      if (!known && !described) throw new AppError('request.not-found', { what: `channel ${channel}` });
      await db.transaction().execute(async (tx) => {
        assertOpen(await listUnits(tx, workspaceId), body.unitId, 'body.unitId');
        if (body.staffId && !(await findStaff(tx, workspaceId, body.staffId)))
          throw new AppError('request.invalid', { field: 'body.staffId', reason: 'is no staff member' });
        await writeDuty(tx, workspaceId, channel, body, { at: now(), label });
        await audit(tx, principal, 'duty.written', `channel:${channel}`, { unitId: body.unitId });
      });
      return {};
    },
  });

  app.delete('/api/touchpoints/:channel', {
    config: { permission: 'organisation.write' },
    schema: {
      tags,
      summary: 'Nobody answers for a channel any more',
      params: TouchpointParams,
      response: { 200: Empty, ...problems },
    },
    handler: async ({ principal, params }) => {
      await db.transaction().execute(async (tx) => {
        if (!(await deleteDuty(tx, principal.workspaceId, params.channel)))
          throw new AppError('request.not-found', { what: `duty of ${params.channel}` });
        await audit(tx, principal, 'duty.removed', `channel:${params.channel}`);
      });
      return {};
    },
  });
}

import {
  ComplaintParams,
  CustomerExperience,
  EntryPage,
  EntryQuery,
  Experience,
  ExperienceQuery,
  FollowUpDraft,
  FollowUpPage,
  FollowUpQuery,
  Resolution,
} from '@yutang/contracts/experience';
import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { fewAnswers } from '@yutang/core/experience';
import type { Person } from '../../platform/feature.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { ownEvent } from '../customers/index.ts';
import { identitiesOf } from '../identity/index.ts';
import { audit, maskValue } from '../workspaces/index.ts';
import {
  askExperience,
  findComplaint,
  listEntries,
  listFollowUps,
  readFollowUps,
  readPersonEntries,
} from './experience-store.ts';

export interface ExperienceDeps {
  db: Db;
  inbox: Inbox;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  /** `customers.person`. */
  customers: { person(principal: Principal, id: number): Promise<Person> };
}

const tags = ['experience'];
/** How long a command waits for its tick before it answers, ms. */
const patience = 1500;

/** What people say of the service, by step; and who looks after whom next. */
export function experienceRoutes(app: HttpApp, deps: ExperienceDeps): void {
  const { db, inbox } = deps;
  const read = { permission: 'customers.read' as const };
  const write = { permission: 'customers.write' as const };

  /** Names masked for those who see personal data masked; what people wrote is their own words and hidden too. */
  function shown<T extends { name: string | null; note: string | null }>(
    { masked }: Principal,
    items: T[],
  ): T[] {
    if (!masked) return items;
    return items.map((item) => ({
      ...item,
      name: item.name && maskValue('name', item.name),
      note: item.note && '****',
    }));
  }

  app.get('/api/experience', {
    config: { permission: 'pond.read' },
    schema: {
      tags,
      summary: 'Satisfaction, NPS and complaints by step, channel or outlet',
      querystring: ExperienceQuery,
      response: { 200: Experience, ...problems },
    },
    handler: async ({ principal, query }) => ({
      few: fewAnswers,
      ...(await askExperience(db, principal.workspaceId, principal, query)),
    }),
  });

  app.get('/api/experience/entries', {
    config: read,
    schema: {
      tags,
      summary: 'Scores and complaints with their owners, newest first',
      querystring: EntryQuery,
      response: { 200: EntryPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      const page = await listEntries(db, principal.workspaceId, principal, query);
      return { ...page, items: shown(principal, page.items) };
    },
  });

  app.get('/api/follow-ups', {
    config: read,
    schema: {
      tags,
      summary: 'Who is to be looked after next, soonest first',
      querystring: FollowUpQuery,
      response: { 200: FollowUpPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      const now = (await deps.clock(principal.workspaceId))();
      const page = await listFollowUps(db, principal.workspaceId, principal, query, now);
      return {
        ...page,
        items: page.items.map((item) => (principal.masked ? { ...item, ...maskNote(item) } : item)),
      };
    },
  });

  app.get('/api/customers/:id/experience', {
    config: read,
    schema: {
      tags,
      summary: 'What one person said, open complaints and follow-ups',
      params: IdParams,
      response: { 200: CustomerExperience, ...problems },
    },
    handler: async ({ principal, params }) =>
      experienceOf(principal, await deps.customers.person(principal, params.id)),
  });

  app.post('/api/customers/:id/follow-ups', {
    config: write,
    schema: {
      tags,
      summary: 'Note a follow-up, with the day to come back; answers after it was taken in',
      params: IdParams,
      body: FollowUpDraft,
      response: { 200: CustomerExperience, ...problems },
    },
    handler: async ({ principal, params, body: { note, nextAt = null } }) => {
      const person = await deps.customers.person(principal, params.id);
      const properties = { note, ...(nextAt !== null && { nextAt }) };
      await say(principal, person, 'Follow-up Noted', properties, 'customer.followed-up', {
        nextAt,
      });
      return experienceOf(principal, person);
    },
  });

  app.post('/api/customers/:id/complaints/:seq/resolve', {
    config: write,
    schema: {
      tags,
      summary: 'Say that a complaint is resolved; answers after it was taken in',
      params: ComplaintParams,
      body: Resolution,
      response: { 200: CustomerExperience, ...problems },
    },
    handler: async ({ principal, params: { id, seq }, body: { note } }) => {
      const person = await deps.customers.person(principal, id);
      const complaintId = await findComplaint(db, principal.workspaceId, person.homes, seq);
      if (complaintId === undefined) throw new AppError('request.not-found', { what: `complaint ${seq}` });
      const properties = { complaintId, ...(note !== undefined && { text: note }) };
      await say(principal, person, 'Complaint Resolved', properties, 'customer.complaint-resolved', { seq });
      return experienceOf(principal, person);
    },
  });

  async function experienceOf(principal: Principal, { homes }: Person): Promise<CustomerExperience> {
    const { workspaceId } = principal;
    const { items, csat, mean, nps, open } = await readPersonEntries(db, workspaceId, homes);
    const followUps = await readFollowUps(db, workspaceId, homes);
    return {
      csat: { answers: csat, mean },
      nps: { answers: nps, latest: items.find(({ kind }) => kind === 'nps')?.score ?? null },
      open,
      items: shown(principal, items),
      followUps: principal.masked ? followUps.map((one) => ({ ...one, note: '****' })) : followUps,
      nextAt: followUps[0]?.nextAt ?? null,
    };
  }

  /** Posts an event about a person with an audit row, and waits for the tick that takes it in. */
  async function say(
    principal: Principal,
    person: Person,
    name: string,
    said: Record<string, unknown>,
    action: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const { workspaceId, label } = principal;
    const identities = await identitiesOf(db, workspaceId, person.homes);
    const at = (await deps.clock(workspaceId))();
    const properties = { ...said, recordedBy: label };
    const id = await db.transaction().execute(async (tx) => {
      await audit(tx, principal, action, `customer:${person.customer}`, details);
      return inbox.post(tx, workspaceId, [ownEvent({ name, family: 'system', properties }, identities, at)]);
    });
    await inbox.settled(workspaceId, id, patience);
  }
}

function maskNote({ name }: { name: string | null }) {
  return { name: name && maskValue('name', name), note: '****' };
}

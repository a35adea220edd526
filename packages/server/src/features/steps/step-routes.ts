import { CustomerPage } from '@yutang/contracts/customers';
import { problems } from '@yutang/contracts/problem';
import {
  StepList,
  StepListDraft,
  StepPeopleQuery,
  StepReport,
  StepReportQuery,
} from '@yutang/contracts/steps';
import { channelName } from '@yutang/core/channels';
import { AppError } from '@yutang/core/errors';
import { familyOf } from '@yutang/core/events';
import { defaultSteps, type Step, stepKeys } from '@yutang/core/steps';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { readActivity, readBook } from '../channels/index.ts';
import { assertWhole, customerRows, customersOf, showCustomers } from '../customers/index.ts';
import { audit } from '../workspaces/index.ts';
import { askStepPeople, askSteps, type StepWindow } from './step-question.ts';
import { readSteps, writeSteps } from './step-store.ts';

export interface StepsDeps {
  db: Db;
  events: EventStore;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
}

const tags = ['steps'];
const read = { permission: 'events.read' as const };
const write = { permission: 'dictionary.write' as const };

/** The steps toward loyalty, and whether each leaves data points. */
export function stepRoutes(app: HttpApp, { db, events, clock }: StepsDeps): void {
  const listed = { 200: StepList, ...problems };

  app.get('/api/steps', {
    config: read,
    schema: { tags, summary: 'The steps toward loyalty, in order', response: listed },
    handler: async ({ principal }) => list(principal.workspaceId),
  });

  app.put('/api/steps', {
    config: write,
    schema: { tags, summary: 'Describe the steps anew, all of them', body: StepListDraft, response: listed },
    handler: async ({ principal, body }) => keep(principal, readDrafts(body), 'steps.changed'),
  });

  app.delete('/api/steps', {
    config: write,
    schema: { tags, summary: 'Go back to the steps that came with the platform', response: listed },
    handler: async ({ principal }) => keep(principal, [], 'steps.reset'),
  });

  app.get('/api/steps/report', {
    config: read,
    schema: {
      tags,
      summary: 'At each step, the share of people with a data point, and whether it is tracked at all',
      querystring: StepReportQuery,
      response: { 200: StepReport, ...problems },
    },
    handler: async ({ principal, query }) => {
      assertWhole(principal);
      const { workspaceId } = principal;
      const { own, steps } = await list(workspaceId);
      const upTo = await events.watermark(workspaceId);
      const counted = await askSteps(events, await windowOf(workspaceId, query), steps);
      return {
        upTo,
        own,
        people: counted.people,
        steps: steps.map((step, index) => {
          const { people, lastAt } = counted.steps[index] ?? { people: 0, lastAt: null };
          const share = counted.people > 0 ? people / counted.people : null;
          return { ...step, people, share, tracked: lastAt !== null, lastAt };
        }),
      };
    },
  });

  app.get('/api/steps/people', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'Who has the data points of a step, or lacks them; newest customers first',
      querystring: StepPeopleQuery,
      response: { 200: CustomerPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      assertWhole(principal);
      const { workspaceId, masked } = principal;
      const { limit = 50, cursor, missing = false } = query;
      const step = (await list(workspaceId)).steps.find(({ key }) => key === query.step);
      if (!step) throw new AppError('request.not-found', { what: `step ${query.step}` });
      const window = await windowOf(workspaceId, query);
      const after = decodeCursor(cursor, ['number'])?.[0];
      const asked = { step, missing, after, limit: limit + 1 };
      const page = cutPage(await askStepPeople(events, window, asked), limit, (customer) => [customer]);
      // the event store may be a moment behind: who was merged since stands as the survivor
      const today = await customersOf(db, workspaceId, page.items);
      const numbers = new Set(page.items.flatMap((customer) => today.get(customer) ?? []));
      const rows = await customerRows(db, workspaceId, [...numbers]);
      const showing = { book: await readBook(db, workspaceId), now: (await clock(workspaceId))(), masked };
      const items = await showCustomers(db, workspaceId, rows, showing);
      if (after !== undefined) return { items, nextCursor: page.nextCursor };
      const { people, steps } = await askSteps(events, window, [step]);
      const having = steps[0]?.people ?? 0;
      return { items, nextCursor: page.nextCursor, total: missing ? people - having : having };
    },
  });

  async function list(workspaceId: number): Promise<StepList> {
    const { own, steps } = await readSteps(db, workspaceId);
    return { own, steps: steps.map((step) => ({ ...step, events: [...step.events] })) };
  }

  async function keep(principal: Principal, steps: readonly Step[], action: string): Promise<StepList> {
    await db.transaction().execute(async (tx) => {
      await writeSteps(tx, principal.workspaceId, steps);
      await audit(tx, principal, action, 'steps', { steps: steps.map(({ key, name }) => name ?? key) });
    });
    return list(principal.workspaceId);
  }

  async function windowOf(workspaceId: number, query: StepReportQuery): Promise<StepWindow> {
    const { from = 0, to = Number.MAX_SAFE_INTEGER, channel, play } = query;
    const spellings = (await readActivity(db, workspaceId)).map((row) => row.spelling);
    return { workspaceId, from, to, channel, play, spellings };
  }
}

/**
 * Drafts with keys, checked. @throws request.invalid: a key that stands there twice, a step without a name that no default
 * has, or an event of the system, which the report does not count
 */
function readDrafts({ steps }: StepListDraft): Step[] {
  const named = steps.map((step) => ({
    ...step,
    name: step.name?.trim() || null,
    events: [...new Set(step.events)],
    channel: channelName(step.channel),
  }));
  const kept = stepKeys(named);
  for (const [index, { key, name, events }] of kept.entries()) {
    const refuse = (field: 'key' | 'name' | 'events', reason: string) =>
      new AppError('request.invalid', { field: `body.steps.${index}.${field}`, reason });
    if (kept.findIndex((other) => other.key === key) !== index)
      throw refuse('key', 'stands in the list twice');
    if (name === null && !defaultSteps.some((known) => known.key === key))
      throw refuse('name', 'is required');
    const own = events.find((event) => familyOf(event) === 'system');
    if (own !== undefined) throw refuse('events', `is an event of the system, not of people: ${own}`);
  }
  return kept;
}

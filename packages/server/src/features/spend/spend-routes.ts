import { Empty, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import {
  Spend,
  SpendDraft,
  SpendLines,
  SpendPage,
  SpendPatch,
  SpendQuery,
  SpendWritten,
} from '@yutang/contracts/spend';
import { AppError } from '@yutang/core/errors';
import { readDay, type SpendLine } from '@yutang/core/spend';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { audit } from '../workspaces/index.ts';
import type { SpendDeps } from './spend-deps.ts';
import { changeLine, deleteLine, listLines, readLine, writeLines } from './spend-store.ts';

const tags = ['spend'];
const read = { permission: 'spend.read' as const };
const write = { permission: 'spend.write' as const };

/** Lines of spend: by hand, and by other programs. */
export function spendRoutes(app: HttpApp, { db, now, workspace }: SpendDeps): void {
  const writing = ({ label }: Principal) => ({ at: now(), label });

  app.get('/api/spend', {
    config: read,
    schema: {
      tags,
      summary: 'Spend, latest day first',
      querystring: SpendQuery,
      response: { 200: SpendPage, ...problems },
    },
    handler: async ({ principal: { workspaceId }, query }) => {
      checkDays(query);
      const { currency } = await workspace(workspaceId);
      return { ...(await listLines(db, workspaceId, query)), currency };
    },
  });

  app.post('/api/spend', {
    config: write,
    schema: { tags, summary: 'Enter one line', body: SpendDraft, response: { 201: Spend, ...problems } },
    handler: async ({ principal, body }, reply) => {
      const line = lineOf(body, 'body');
      const made = await db.transaction().execute(async (tx) => {
        const [spend] = await writeLines(tx, principal.workspaceId, [line], writing(principal));
        if (!spend) throw new Error('a line of spend was not written');
        await audit(tx, principal, 'spend.entered', `spend:${spend.id}`, { ...line });
        return spend;
      });
      return reply.code(201).send(made);
    },
  });

  app.put('/api/spend/lines', {
    config: write,
    schema: {
      tags,
      summary: 'Write lines by the caller’s own keys; sent again they replace, so repeating is safe',
      body: SpendLines,
      response: { 200: SpendWritten, ...problems },
    },
    handler: async ({ principal, body }) => {
      const keys = new Set<string>();
      const lines = body.lines.map(({ key, ...draft }, index) => {
        const field = `body.lines.${index}`;
        if (keys.has(key))
          throw new AppError('request.invalid', { field: `${field}.key`, reason: 'stands twice' });
        keys.add(key);
        return { key, ...lineOf(draft, field) };
      });
      return db.transaction().execute(async (tx) => {
        const written = await writeLines(tx, principal.workspaceId, lines, writing(principal));
        const added = written.filter((line) => line.added).length;
        const result = { added, replaced: written.length - added };
        await audit(tx, principal, 'spend.sent', 'spend', result);
        return result;
      });
    },
  });

  app.patch('/api/spend/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Correct a line',
      params: IdParams,
      body: SpendPatch,
      response: { 200: Spend, ...problems },
    },
    handler: ({ principal, params, body }) =>
      db.transaction().execute(async (tx) => {
        const { workspaceId } = principal;
        const known = await readLine(tx, workspaceId, params.id);
        if (!known) throw new AppError('request.not-found', { what: `spend ${params.id}` });
        const line = lineOf({ ...known, ...body }, 'body');
        const changed = await changeLine(tx, workspaceId, params.id, line, writing(principal));
        await audit(tx, principal, 'spend.changed', `spend:${params.id}`, {
          before: known.amountMinor,
          ...body,
        });
        return changed ?? known;
      }),
  });

  app.delete('/api/spend/:id', {
    config: write,
    schema: { tags, summary: 'Remove a line', params: IdParams, response: { 200: Empty, ...problems } },
    handler: ({ principal, params }) =>
      db.transaction().execute(async (tx) => {
        const known = await readLine(tx, principal.workspaceId, params.id);
        if (!known) throw new AppError('request.not-found', { what: `spend ${params.id}` });
        await deleteLine(tx, principal.workspaceId, params.id);
        const { day, kind, channel, amountMinor } = known;
        await audit(tx, principal, 'spend.removed', `spend:${params.id}`, {
          day,
          kind,
          channel,
          amountMinor,
        });
        return {};
      }),
  });
}

/** @throws request.invalid for a day the calendar does not have. */
export function checkDays(query: { from?: string; to?: string }): void {
  for (const side of ['from', 'to'] as const) {
    const day = query[side];
    if (day !== undefined && readDay(day) === undefined)
      throw new AppError('request.invalid', { field: `query.${side}`, reason: 'is no day of the calendar' });
  }
}

function lineOf(draft: SpendDraft, field: string): SpendLine {
  if (readDay(draft.day) === undefined)
    throw new AppError('request.invalid', { field: `${field}.day`, reason: 'is no day of the calendar' });
  const { day, channel, amountMinor } = draft;
  const { kind = 'acquisition', play = null, campaign = null, outlet = null } = draft;
  const { impressions = null, clicks = null } = draft;
  return { day, kind, channel, play, campaign, outlet, amountMinor, impressions, clicks };
}

import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import {
  CreatedSource,
  NewSource,
  Source,
  SourceChange,
  SourceDays,
  SourceList,
} from '@yutang/contracts/sources';
import { AppError } from '@yutang/core/errors';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { silenceLimit, staleSince } from './source-rhythm.ts';
import {
  insertSource,
  listSources,
  replaceKey,
  type SourceRow,
  sourceDays,
  updateSource,
} from './source-store.ts';
import { newWriteKey, type WriteKeys } from './write-keys.ts';

const dayMs = 86_400_000;

interface SourceRoutesDeps {
  db: Db;
  keys: WriteKeys;
  /** The workspace's clock, epoch ms: receipts are counted by its days. */
  clock(workspaceId: number): Promise<() => number>;
}

export function sourceRoutes(app: HttpApp, { db, keys, clock }: SourceRoutesDeps): void {
  const tags = ['sources'];

  async function read(workspaceId: number, id: number): Promise<Source> {
    const now = (await clock(workspaceId))();
    const [row] = await listSources(db, workspaceId, dayOf(now), id);
    if (!row) throw new AppError('request.not-found', { what: `source ${id}` });
    return sourceOf(row, now);
  }

  app.get(
    '/api/sources',
    {
      config: { permission: 'sources.read' },
      schema: { tags, summary: 'Every source with its volume', response: { 200: SourceList, ...problems } },
    },
    async (request) => {
      const now = (await clock(request.principal.workspaceId))();
      const rows = await listSources(db, request.principal.workspaceId, dayOf(now));
      return { items: rows.map((row) => sourceOf(row, now)) };
    },
  );

  app.post(
    '/api/sources',
    {
      config: { permission: 'sources.write' },
      schema: {
        tags,
        summary: 'Make a source; its write key is answered once',
        body: NewSource,
        response: { 201: CreatedSource, ...problems },
      },
    },
    async (request, reply) => {
      const { principal, body } = request;
      const { key, ...stored } = newWriteKey(body.kind);
      const id = await db.transaction().execute(async (tx) => {
        const made = await insertSource(tx, principal.workspaceId, {
          ...stored,
          name: body.name,
          kind: body.kind,
          channel: body.channel ?? null,
          staleAfterMs: null,
          ...staleSetting(body),
          createdBy: principal.label,
        });
        await audit(tx, principal, 'source.created', `source:${made}`, { kind: body.kind });
        return made;
      });
      return reply.code(201).send({ source: await read(principal.workspaceId, id), writeKey: key });
    },
  );

  app.patch(
    '/api/sources/:id',
    {
      config: { permission: 'sources.write' },
      schema: {
        tags,
        summary: 'Rename, disable or enable a source',
        params: IdParams,
        body: SourceChange,
        response: { 200: Source, ...problems },
      },
    },
    async (request) => {
      const { id } = request.params;
      const change = { ...request.body, ...staleSetting(request.body) };
      await changed(request.principal, id, 'source.changed', { fields: Object.keys(request.body) }, (tx) =>
        updateSource(tx, request.principal.workspaceId, id, change),
      );
      return read(request.principal.workspaceId, id);
    },
  );

  app.post(
    '/api/sources/:id/renew-key',
    {
      config: { permission: 'sources.write' },
      schema: {
        tags,
        summary: 'A new write key; the old one stops at once',
        params: IdParams,
        response: { 200: CreatedSource, ...problems },
      },
    },
    async (request) => {
      const { principal } = request;
      const { id } = request.params;
      const { kind } = await read(principal.workspaceId, id);
      if (kind === 'import' || kind === 'connector') throw new AppError('source.keyless');
      const { key, ...stored } = newWriteKey(kind);
      await changed(principal, id, 'source.key-renewed', {}, (tx) =>
        replaceKey(tx, principal.workspaceId, id, stored),
      );
      return { source: await read(principal.workspaceId, id), writeKey: key };
    },
  );

  app.get(
    '/api/sources/:id/days',
    {
      config: { permission: 'sources.read' },
      schema: {
        tags,
        summary: 'Volume of a source by day (UTC)',
        params: IdParams,
        response: { 200: SourceDays, ...problems },
      },
    },
    async (request) => {
      await read(request.principal.workspaceId, request.params.id);
      const rows = await sourceDays(db, request.principal.workspaceId, request.params.id);
      return {
        items: rows.map((row) => ({ ...row, day: new Date(row.day * dayMs).toISOString().slice(0, 10) })),
      };
    },
  );

  async function changed(
    principal: Principal,
    id: number,
    action: string,
    details: Record<string, unknown>,
    change: (tx: Parameters<typeof audit>[0]) => Promise<boolean>,
  ): Promise<void> {
    await db.transaction().execute(async (tx) => {
      if (!(await change(tx))) throw new AppError('request.not-found', { what: `source ${id}` });
      await audit(tx, principal, action, `source:${id}`, details);
    });
    keys.forget();
  }
}

/**
 * A number says the rule as well: by hand, and none at all: never. @throws AppError `request.invalid` for a rule by hand
 * without its number.
 */
function staleSetting({ staleRule, staleAfterMs }: Pick<SourceChange, 'staleRule' | 'staleAfterMs'>) {
  const rule =
    staleRule ?? (staleAfterMs === undefined ? undefined : staleAfterMs === null ? 'never' : 'hand');
  if (rule === undefined) return {};
  if (rule === 'hand' && !staleAfterMs)
    throw new AppError('request.invalid', { field: 'body.staleAfterMs', reason: 'is required' });
  return { staleRule: rule, staleAfterMs: rule === 'hand' ? (staleAfterMs ?? null) : null };
}

const dayOf = (at: number): number => Math.floor(at / dayMs);

function sourceOf(row: SourceRow, now: number): Source {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    writeKey: row.key_public,
    keyHint: row.key_hint,
    channel: row.channel,
    state: stateOf(row, now),
    createdAt: row.created_at,
    lastEventAt: row.last_at,
    staleRule: row.staleRule,
    staleAfterMs: silenceLimit(row),
    staleSince: row.disabled_at === null ? staleSince(row, now) : null,
    accepted: row.accepted,
    refused: row.refused,
    acceptedToday: row.accepted_today,
    refusedToday: row.refused_today,
  };
}

function stateOf(row: SourceRow, now: number): Source['state'] {
  if (row.disabled_at !== null) return 'disabled';
  if (row.last_at === null) return 'new';
  return staleSince(row, now) === null ? 'active' : 'stale';
}

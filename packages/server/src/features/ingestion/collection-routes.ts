import { AppError } from '@yutang/core/errors';
import type { EventType } from '@yutang/core/events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Dictionary } from '../dictionary/index.ts';
import { judgeBatch } from './accept-batch.ts';
import type { Collector } from './collector.ts';
import { bodyLimit, readBody } from './read-body.ts';
import { sdkSettingsRoutes } from './sdk-settings-routes.ts';
import type { VolumeCounter } from './volume-counter.ts';
import { type KeyHolder, keyOfHeader, type WriteKeys } from './write-keys.ts';

export interface CollectionDeps {
  keys: WriteKeys;
  collector: Collector;
  volumes: VolumeCounter;
  dictionary: Pick<Dictionary, 'ready' | 'check' | 'family'>;
  /** Public address of this installation; null: take the request's own. */
  publicUrl: string | null;
  /** The workspace's clock, epoch ms. */
  clock(workspaceId: number): Promise<() => number>;
}

/** Long and short forms of the spec are the same call; `undefined` is a batch. */
const calls: Record<string, EventType | undefined> = {
  track: 'track',
  t: 'track',
  identify: 'identify',
  i: 'identify',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
  batch: undefined,
  b: undefined,
  import: undefined,
};

/** Collection: the Segment HTTP spec as its SDKs really speak it. */
export function collectionRoutes(app: HttpApp, deps: CollectionDeps): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (_request, reply) => allowAnyOrigin(reply));
    for (const [call, type] of Object.entries(calls)) {
      const url = `/v1/${call}`;
      scope.options(
        url,
        { config: { permission: 'public' }, schema: { hide: true } },
        async (_request, reply) => reply.code(204).send(),
      );
      scope.post(
        url,
        {
          config: { permission: 'writeKey' },
          bodyLimit,
          schema: { tags: ['collection'], summary: `Segment HTTP spec: ${call}` },
        },
        (request, reply) => collect(deps, request, reply, type, call === 'import'),
      );
    }
    sdkSettingsRoutes(scope as unknown as HttpApp, deps);
  });
}

async function collect(
  deps: CollectionDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  type: EventType | undefined,
  history: boolean,
): Promise<unknown> {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const { value: body, kept } = await readBody(bytes, request.headers['content-encoding']);
  const holder = await authorise(deps.keys, request, body);
  const receivedAt = (await deps.clock(holder.workspaceId))();
  const waiting = deps.dictionary.ready(holder.workspaceId);
  if (waiting) await waiting;
  const delivery = { holder, type, history, receivedAt, ip: request.ip, kept };
  const judged = judgeBatch(body, delivery, deps.dictionary);
  await deps.collector.collect(judged.collected);
  deps.volumes.count({
    workspaceId: holder.workspaceId,
    sourceId: holder.sourceId,
    at: receivedAt,
    accepted: judged.accepted,
    refused: judged.rejected.length,
    history,
  });
  reply.header('content-type', 'application/json');
  if (judged.rejected.length === 0) return reply.send('{"success":true}');
  return reply.send(JSON.stringify({ success: true, accepted: judged.accepted, rejected: judged.rejected }));
}

/** The write key: user name of Basic authentication, a Bearer token, or `writeKey` in the body (browsers on unload). */
async function authorise(keys: WriteKeys, request: FastifyRequest, body: unknown): Promise<KeyHolder> {
  const key = keyOfHeader(request.headers.authorization) ?? (body as { writeKey?: unknown } | null)?.writeKey;
  const holder = typeof key === 'string' && key !== '' ? await keys.holder(key) : undefined;
  if (!holder) throw new AppError('collection.unknown-key');
  return holder;
}

/** Any page may send: the write key says which workspace, and no cookie is looked at. */
function allowAnyOrigin(reply: FastifyReply): void {
  reply.headers({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers':
      'authorization, content-type, content-encoding, anonymousid, sentat, x-retry-count',
    'access-control-max-age': '86400',
  });
}

import { createHash } from 'node:crypto';
import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import type { Feature } from '../../platform/feature.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { createSealer } from '../../platform/secrets/sealer.ts';
import { begin, type Claim, dropKeys, finish, giveUp, sweepKeys } from './idempotency-store.ts';

export interface IdempotencyDeps {
  db: Db;
  /** Seals the answers that are kept. */
  secret: string;
  now: () => number;
}

/** The door of the feature. */
export interface Idempotency {
  feature: Feature;
  /** Honours the header on every POST of the API registered from here on; after the guard, which says who asks. */
  attach(app: HttpApp): void;
  /** Forgets what is a day old. */
  sweep(): Promise<void>;
}

const keptMs = 24 * 3_600_000;
const mostBytes = 256 * 1024;

/** `Idempotency-Key`: a POST that is sent again is carried out once and answered alike (draft-ietf-httpapi-idempotency-key-header). */
export function createIdempotency({ db, secret, now }: IdempotencyDeps): Idempotency {
  const sealer = createSealer(secret, 'idempotency');
  const claims = new WeakMap<FastifyRequest, Claim>();
  return {
    feature: {
      name: 'idempotency',
      // an answer may name the person
      erase: (tx, workspaceId) => dropKeys(tx, workspaceId),
    },
    attach(app) {
      app.addHook('preHandler', async (request, reply) => {
        const claim = claimOf(request, now());
        if (!claim) return;
        const first = await begin(db, claim, now() - keptMs);
        if (!first) {
          claims.set(request, claim);
          return;
        }
        if (!first.request.equals(claim.request)) throw new AppError('request.key-reused');
        if (first.status === null) throw new AppError('request.key-running');
        return reply
          .code(first.status)
          .header('idempotency-replayed', 'true')
          .type(first.contentType ?? 'application/json; charset=utf-8')
          .send(first.answer === null ? null : sealer.open(first.answer));
      });
      app.addHook('onSend', async (request, reply, payload) => {
        const claim = claims.get(request);
        if (!claim) return payload;
        claims.delete(request);
        const text = payload === null || payload === undefined ? '' : payload;
        // refused: nothing was done, it may be sent again; what is no text is not kept
        if (reply.statusCode >= 300 || typeof text !== 'string' || text.length > mostBytes) {
          await giveUp(db, claim);
        } else {
          const type = reply.getHeader('content-type');
          await finish(db, claim, {
            status: reply.statusCode,
            contentType: type === undefined ? null : String(type),
            answer: text === '' ? null : sealer.seal(text),
          });
        }
        return payload;
      });
    },
    sweep: () => sweepKeys(db, now() - keptMs),
  };
}

/** What a request claims by its header; undefined: it names no key, or is none that makes something. */
function claimOf(request: FastifyRequest, askedAt: number): Claim | undefined {
  const key = request.headers['idempotency-key'];
  const { principal, body, method, url } = request;
  if (key === undefined || method !== 'POST' || !principal || !url.startsWith('/api/')) return undefined;
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    const reason = 'is 1 to 200 visible ASCII characters';
    throw new AppError('request.invalid', { field: 'Idempotency-Key', reason });
  }
  // an upload is recognised by its content, where it matters
  if (typeof (body as { pipe?: unknown } | null)?.pipe === 'function') return undefined;
  const { workspaceId, keyId, accountId } = principal;
  const asker = keyId === null ? `account:${accountId}` : `key:${keyId}`;
  const request256 = createHash('sha256')
    .update(`${method} ${url} ${JSON.stringify(body ?? null)}`)
    .digest();
  return { workspaceId, asker, key, request: request256, askedAt };
}

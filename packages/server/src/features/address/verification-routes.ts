import {
  VerificationDraft,
  VerificationFile,
  VerificationList,
  VerificationParams,
} from '@yutang/contracts/address';
import { Empty } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../../platform/http/create-http-app.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { keepVerification } from './verification-service.ts';
import { deleteVerification, listVerifications, servedVerification } from './verification-store.ts';

const tags = ['address'];

/** What a file may be to a browser: text, or a page without scripts, of no origin. An administrator of one workspace must not reach the sessions of others by it. */
const harmless = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

/** Verification files: kept by administrators, read by anybody at the root. */
export function verificationRoutes(app: HttpApp, deps: { db: Db; now: () => number }): void {
  const { db, now } = deps;

  app.get(
    '/api/verification-files',
    {
      config: { permission: 'settings.read' },
      schema: {
        tags,
        summary: 'Verification files of this workspace, newest first',
        response: { 200: VerificationList, ...problems },
      },
    },
    async ({ principal }) => ({
      items: await listVerifications(db, principal.workspaceId),
      nextCursor: null,
    }),
  );

  app.put(
    '/api/verification-files/:file',
    {
      config: { permission: 'settings.write', audit: 'verification.kept' },
      schema: {
        tags,
        summary: 'Serve a verification file from the root, or replace it',
        params: VerificationParams,
        body: VerificationDraft,
        response: { 200: VerificationFile, ...problems },
      },
    },
    async ({ principal, params: { file }, body: { content } }) => {
      // a static path wins over ours, so the file would never be seen
      if (app.hasRoute({ method: 'GET', url: `/${file}` }))
        throw new AppError('verification.reserved', { file });
      return keepVerification(db, principal, { file, content, createdAt: now(), createdBy: principal.label });
    },
  );

  app.delete(
    '/api/verification-files/:file',
    {
      config: { permission: 'settings.write', audit: 'verification.removed' },
      schema: {
        tags,
        summary: 'Serve a verification file no more',
        params: VerificationParams,
        response: { 200: Empty, ...problems },
      },
    },
    async ({ principal, params: { file } }) => {
      await db.transaction().execute(async (tx) => {
        if (!(await deleteVerification(tx, principal.workspaceId, file)))
          throw new AppError('request.not-found', { what: file });
        await audit(tx, principal, 'verification.removed', `verification:${file}`);
      });
      return {};
    },
  );

  const serve = (ending: 'txt' | 'html') => async (request: FastifyRequest, reply: FastifyReply) => {
    const file = `${(request.params as { file: string }).file}.${ending}`;
    const content = await servedVerification(db, file);
    if (content === undefined) return sendProblem(request, reply, 'request.not-found', { what: file });
    return reply
      .headers(harmless)
      .type(`text/${ending === 'txt' ? 'plain' : 'html'}; charset=utf-8`)
      .send(content);
  };
  for (const ending of ['txt', 'html'] as const) {
    app.get(
      `/:file.${ending}`,
      {
        config: { permission: 'public' },
        schema: { tags, summary: `A verification file (${ending}) at the root` },
      },
      serve(ending),
    );
  }
}

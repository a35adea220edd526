import { SetupRequest, SetupState, WhoAmI } from '@yutang/contracts/accounts';
import { problems } from '@yutang/contracts/problem';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { anyAccount } from './account-store.ts';
import { setUp } from './setup-service.ts';
import { welcome } from './welcome.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/** The first visit of an installation. */
export function setupRoutes(app: HttpApp, parts: WorkspacesParts): void {
  app.get(
    '/api/setup',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['session'],
        summary: 'Whether the owner account is still to be made',
        response: { 200: SetupState, ...problems },
      },
    },
    async () => ({ needed: !(await anyAccount(parts.db)) }),
  );

  app.post(
    '/api/setup',
    {
      config: { permission: 'public', audit: 'workspace.created' },
      schema: {
        tags: ['session'],
        summary: 'Make the first workspace and its owner, and sign in',
        body: SetupRequest,
        response: { 201: WhoAmI, ...problems },
      },
    },
    async (request, reply) => {
      const token = await setUp(parts, request.body, request);
      return reply.code(201).send(await welcome(parts, token, request, reply));
    },
  );
}

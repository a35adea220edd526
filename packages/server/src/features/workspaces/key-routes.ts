import { ApiKeyDraft, ApiKeyIssued, ApiKeyList } from '@yutang/contracts/keys';
import { Empty, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { issueKey, keyView, withdrawKey } from './key-service.ts';
import { listKeys } from './key-store.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

const tags = ['keys'];

/** API keys with scopes, for integrations. Write keys of collection belong to sources. */
export function keyRoutes(app: HttpApp, parts: WorkspacesParts): void {
  app.get(
    '/api/keys',
    {
      config: { permission: 'keys.read' },
      schema: { tags, summary: 'API keys, newest first', response: { 200: ApiKeyList, ...problems } },
    },
    async ({ principal }) => ({
      items: (await listKeys(parts.db, principal.workspaceId)).map(keyView),
    }),
  );

  app.post(
    '/api/keys',
    {
      config: { permission: 'keys.write', audit: 'key.created' },
      schema: {
        tags,
        summary: 'Make an API key; its secret is shown this once',
        body: ApiKeyDraft,
        response: { 201: ApiKeyIssued, ...problems },
      },
    },
    async ({ principal, body }, reply) => reply.code(201).send(await issueKey(parts, principal, body)),
  );

  app.delete(
    '/api/keys/:id',
    {
      config: { permission: 'keys.write', audit: 'key.revoked' },
      schema: {
        tags,
        summary: 'Revoke an API key; it stops working at once',
        params: IdParams,
        response: { 200: Empty, ...problems },
      },
    },
    async ({ principal, params }) => {
      await withdrawKey(parts, principal, params.id);
      return {};
    },
  );
}

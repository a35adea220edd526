import { problems } from '@yutang/contracts/problem';
import { Workspace, WorkspaceDraft, WorkspacePatch } from '@yutang/contracts/workspaces';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { changeWorkspace, foundWorkspace, workspaceView } from './workspace-service.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

const tags = ['workspace'];

/** The workspace one is in, and making another. */
export function workspaceRoutes(app: HttpApp, parts: WorkspacesParts): void {
  app.get(
    '/api/workspace',
    {
      config: { permission: 'settings.read' },
      schema: { tags, summary: 'Settings of this workspace', response: { 200: Workspace, ...problems } },
    },
    async ({ principal }) => workspaceView(parts, principal.workspaceId),
  );

  app.patch(
    '/api/workspace',
    {
      config: { permission: 'settings.write', audit: 'workspace.changed' },
      schema: {
        tags,
        summary: 'Change settings of this workspace',
        body: WorkspacePatch,
        response: { 200: Workspace, ...problems },
      },
    },
    async ({ principal, body }) => changeWorkspace(parts, principal, body),
  );

  app.post(
    '/api/workspaces',
    {
      config: { permission: 'settings.write', audit: 'workspace.created' },
      schema: {
        tags,
        summary: 'Make another workspace, owned by the caller',
        body: WorkspaceDraft,
        response: { 201: Workspace, ...problems },
      },
    },
    async ({ principal, body }, reply) => reply.code(201).send(await foundWorkspace(parts, principal, body)),
  );
}

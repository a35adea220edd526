import { problems } from '@yutang/contracts/problem';
import { Member, MemberParams, MemberPatch, MemberRemoved, Team } from '@yutang/contracts/team';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { listMembers } from './member-store.ts';
import { changeMember, dismissMember, memberFor } from './team-service.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

const tags = ['team'];

/** The members of the workspace. */
export function teamRoutes(app: HttpApp, parts: WorkspacesParts): void {
  app.get(
    '/api/team',
    {
      config: { permission: 'team.read' },
      schema: { tags, summary: 'The members of this workspace', response: { 200: Team, ...problems } },
    },
    async ({ principal }) => {
      const rows = await listMembers(parts.db, principal.workspaceId);
      return { items: rows.map((row) => memberFor(principal, row)) };
    },
  );

  app.patch(
    '/api/team/:accountId',
    {
      config: { permission: 'team.write', audit: 'member.changed' },
      schema: {
        tags,
        summary: "Change a member's role or staff reference",
        params: MemberParams,
        body: MemberPatch,
        response: { 200: Member, ...problems },
      },
    },
    async ({ principal, params, body }) => changeMember(parts, principal, params.accountId, body),
  );

  app.delete(
    '/api/team/:accountId',
    {
      config: { permission: 'team.write', audit: 'member.removed' },
      schema: {
        tags,
        summary: 'Remove a member from this workspace',
        params: MemberParams,
        response: { 200: MemberRemoved, ...problems },
      },
    },
    async ({ principal, params }) => ({
      keysLeft: await dismissMember(parts, principal, params.accountId),
    }),
  );
}

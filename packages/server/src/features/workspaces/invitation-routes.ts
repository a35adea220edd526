import { WhoAmI } from '@yutang/contracts/accounts';
import { Empty, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import {
  InvitationAcceptance,
  InvitationDraft,
  InvitationIssued,
  InvitationList,
  InvitationPreview,
  InvitationTokenParams,
} from '@yutang/contracts/team';
import { AppError } from '@yutang/core/errors';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { audit } from './audit.ts';
import { acceptInvitation, invitationView, invite, openInvitation } from './invitation-service.ts';
import { listInvitations, revokeInvitations } from './invitation-store.ts';
import { membershipIn } from './sessions.ts';
import { welcome } from './welcome.ts';
import { whoAmI } from './who-am-i.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

const tags = ['team'];

/** Invitations by link or QR: no e-mail server is needed. */
export function invitationRoutes(app: HttpApp, parts: WorkspacesParts): void {
  const { db, now, sessions, directory } = parts;

  app.post(
    '/api/invitations',
    {
      config: { permission: 'team.write', audit: 'invitation.created' },
      schema: {
        tags,
        summary: 'Invite somebody by a link that works once',
        body: InvitationDraft,
        response: { 201: InvitationIssued, ...problems },
      },
    },
    async ({ principal, body }, reply) => reply.code(201).send(await invite(parts, principal, body)),
  );

  app.get(
    '/api/invitations',
    {
      config: { permission: 'team.read' },
      schema: { tags, summary: 'Invitations, newest first', response: { 200: InvitationList, ...problems } },
    },
    async ({ principal }) => {
      const rows = await listInvitations(db, principal.workspaceId);
      return { items: rows.map((row) => invitationView(row, now())) };
    },
  );

  app.delete(
    '/api/invitations/:id',
    {
      config: { permission: 'team.write', audit: 'invitation.revoked' },
      schema: {
        tags,
        summary: 'Revoke an open invitation',
        params: IdParams,
        response: { 200: Empty, ...problems },
      },
    },
    async ({ principal, params: { id } }) => {
      await db.transaction().execute(async (tx) => {
        if ((await revokeInvitations(tx, principal.workspaceId, { id }, now())) === 0) {
          throw new AppError('request.not-found', { what: `open invitation ${id}` });
        }
        await audit(tx, principal, 'invitation.revoked', `invitation:${id}`);
      });
      return {};
    },
  );

  app.get(
    '/api/invitations/:token',
    {
      config: { permission: 'public' },
      schema: {
        tags,
        summary: 'What an invitation link leads to',
        params: InvitationTokenParams,
        response: { 200: InvitationPreview, ...problems },
      },
    },
    async (request) => {
      const invitation = await openInvitation(parts, request.params.token);
      const workspace = await directory.getWorkspace(invitation.workspaceId);
      const session = await sessions.of(request);
      return {
        workspace: workspace.name,
        role: invitation.role,
        invitedBy: invitation.createdBy,
        expiresAt: invitation.expiresAt,
        signedInAs: session?.login ?? null,
      };
    },
  );

  app.post(
    '/api/invitations/:token/accept',
    {
      config: { permission: 'public', audit: 'member.joined' },
      schema: {
        tags,
        summary: 'Accept an invitation, as oneself or with a new account',
        params: InvitationTokenParams,
        body: InvitationAcceptance,
        response: { 200: WhoAmI, ...problems },
      },
    },
    async (request, reply) => {
      const token = await acceptInvitation(parts, request.params.token, request.body, request);
      if (token !== undefined) return welcome(parts, token, request, reply);
      const session = await sessions.of(request);
      if (!session) throw new AppError('request.unauthenticated');
      return whoAmI(directory, membershipIn(session).principal, session);
    },
  );
}

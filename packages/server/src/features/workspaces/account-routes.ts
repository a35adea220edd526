import { AccountPatch, RoleList, WhoAmI } from '@yutang/contracts/accounts';
import { problems } from '@yutang/contracts/problem';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { roles } from '../../platform/http/principal.ts';
import { changeAccount } from './account-service.ts';
import { mayGrant, permissionsOf } from './role-permissions.ts';
import { whoAmI } from './who-am-i.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/** One's own account, and what the roles are. */
export function accountRoutes(app: HttpApp, parts: WorkspacesParts): void {
  app.patch(
    '/api/account',
    {
      config: { permission: 'member', audit: 'account.changed' },
      schema: {
        tags: ['session'],
        summary: 'Change my name, language or password',
        body: AccountPatch,
        response: { 200: WhoAmI, ...problems },
      },
    },
    async (request) => {
      const session = await changeAccount(parts, request, request.body);
      return whoAmI(parts.directory, request.principal, session);
    },
  );

  app.get(
    '/api/roles',
    {
      config: { permission: 'member' },
      schema: {
        tags: ['team'],
        summary: 'The roles and what each may do',
        response: { 200: RoleList, ...problems },
      },
    },
    async ({ principal }) => ({
      items: roles.map((role) => ({
        role,
        permissions: [...permissionsOf(role)],
        masked: role === 'analyst',
        ownCustomersOnly: role === 'guide',
        grantable: principal.permissions.has('team.write') && mayGrant(principal, role),
      })),
    }),
  );
}

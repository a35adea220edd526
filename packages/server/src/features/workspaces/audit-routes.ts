import { AuditPage, AuditQuery } from '@yutang/contracts/audit';
import { problems } from '@yutang/contracts/problem';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { listAudit } from './audit-store.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

/** Who did what. */
export function auditRoutes(app: HttpApp, { db }: WorkspacesParts): void {
  app.get(
    '/api/audit',
    {
      config: { permission: 'audit.read' },
      schema: {
        tags: ['audit'],
        summary: 'Who did what, newest first',
        querystring: AuditQuery,
        response: { 200: AuditPage, ...problems },
      },
    },
    async ({ principal, query }) => {
      const limit = query.limit ?? 50;
      const before = decodeCursor(query.cursor, ['number'])?.[0];
      const rows = await listAudit(db, principal.workspaceId, query, limit, before);
      return cutPage(rows, limit, (row) => [row.id]);
    },
  );
}

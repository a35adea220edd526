import { BackupList, BackupStart, BackupStatus } from '@yutang/contracts/backup';
import { problems } from '@yutang/contracts/problem';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';

export interface BackupRoutesDeps {
  db: Db;
  start(name?: string): BackupStatus;
  list(): BackupStatus[];
}

/** Backups are begun and followed here; restoring is done at the machine, into an empty installation. */
export function backupRoutes(app: HttpApp, { db, start, list }: BackupRoutesDeps): void {
  app.post(
    '/api/backup',
    {
      config: { permission: 'backup.run' },
      schema: {
        tags: ['backup'],
        summary: 'Begin a backup of the whole installation into the data folder',
        body: BackupStart,
        response: { 202: BackupStatus, ...problems },
      },
    },
    async ({ principal, body }, reply) => {
      // the audit row goes first: a backup nobody knows of must not begin
      const status = await db.transaction().execute(async (tx) => {
        await audit(tx, principal, 'backup.started', `backup:${body.name ?? 'by time'}`);
        return start(body.name);
      });
      return reply.code(202).send(status);
    },
  );
  app.get(
    '/api/backup',
    {
      config: { permission: 'backup.run' },
      schema: {
        tags: ['backup'],
        summary: 'Backups in the data folder, newest first, with the progress of the one that runs',
        response: { 200: BackupList, ...problems },
      },
    },
    async () => ({ items: list(), nextCursor: null }),
  );
}

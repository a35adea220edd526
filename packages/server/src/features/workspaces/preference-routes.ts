import { Preferences, PreferencesPatch } from '@yutang/contracts/preferences';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { WorkspacesParts } from './workspaces-parts.ts';

const tags = ['session'];
const config = { permission: 'member' as const };

/** What people chose for their own screen. No audit row: it changes nothing for anybody else. */
export function preferenceRoutes(app: HttpApp, { db }: WorkspacesParts): void {
  app.get('/api/preferences', {
    config,
    schema: {
      tags,
      summary: 'What I chose for my own screen',
      response: { 200: Preferences, ...problems },
    },
    handler: ({ principal }) => readPreferences(db, principal),
  });

  app.patch('/api/preferences', {
    config,
    schema: {
      tags,
      summary: 'Choose for my own screen',
      body: PreferencesPatch,
      response: { 200: Preferences, ...problems },
    },
    handler: async ({ principal, body }) => {
      const { workspaceId, accountId } = principal;
      if (accountId === null) throw new AppError('account.required');
      const kept = Object.entries(body).filter(([, value]) => value !== null);
      const forgotten = Object.keys(body).filter((key) => body[key as keyof Preferences] === null);
      await db.transaction().execute(async (tx) => {
        await sql`
          delete from preferences where workspace_id = ${workspaceId} and account_id = ${accountId}
            and key = any(${forgotten}::text[])`.execute(tx);
        await sql`
          insert into preferences (workspace_id, account_id, key, value)
          select ${workspaceId}, ${accountId}, key, value from jsonb_each(${JSON.stringify(Object.fromEntries(kept))}::jsonb)
          on conflict (workspace_id, account_id, key) do update set value = excluded.value`.execute(tx);
      });
      return readPreferences(db, principal);
    },
  });
}

async function readPreferences(db: Db, { workspaceId, accountId }: Principal): Promise<Preferences> {
  const { rows } = await sql<{ key: string; value: unknown }>`
    select key, value from preferences
    where workspace_id = ${workspaceId} and account_id = ${accountId}`.execute(db);
  const values = Object.fromEntries(rows.map(({ key, value }) => [key, value])) as Partial<Preferences>;
  return { customersView: values.customersView ?? null, checklistHidden: values.checklistHidden ?? null };
}

import { sql } from 'kysely';
import type { Role } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { createAccount } from './account-store.ts';
import { addMember } from './member-store.ts';
import { hashPassword } from './password.ts';
import { newPassword } from './token.ts';

/** Somebody as whom the demo can be tried. */
export interface TrialPerson {
  role: Role;
  name: string;
  staffRef?: string;
  /** The unit of the organisation they are held to. */
  unitId?: number | undefined;
}

/** Makes an account for each, whose password nobody has: the stage opens them by a click. */
export async function makeTrialAccounts(
  tx: Tx,
  workspaceId: number,
  people: readonly TrialPerson[],
  now: number,
): Promise<void> {
  const passwordHash = await hashPassword(newPassword());
  for (const { role, name, staffRef, unitId } of people) {
    const login = `${role}@trial-${workspaceId}.local`;
    const draft = { login, name, passwordHash, language: 'zh', trial: true } as const;
    const accountId = await createAccount(tx, draft, now);
    await addMember(tx, { workspaceId, accountId, role, staffRef, unitId }, now);
  }
}

/** The trial accounts of a demo workspace. */
export async function trialAccounts(
  db: Db,
  workspaceId: number,
): Promise<{ accountId: number; role: Role; name: string }[]> {
  const { rows } = await sql<{ accountId: number; role: Role; name: string }>`
    select a.id as "accountId", m.role, a.name from members m
    join accounts a on a.id = m.account_id join workspaces w on w.id = m.workspace_id
    where m.workspace_id = ${workspaceId} and a.trial and not a.disabled and w.kind = 'demo' order by a.id`.execute(
    db,
  );
  return rows;
}

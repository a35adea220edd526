import { AppError } from '@yutang/core/errors';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import type { WorkspacesTables } from './workspaces-tables.ts';

/** One login, one spelling: trimmed, compatibility forms unified, lower case. */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}

/** What a new account is made of. */
export interface AccountDraft {
  login: string;
  name: string;
  passwordHash: string;
  language: 'zh' | 'en';
  /** For trying the demo: a member of demo workspaces only. */
  trial?: boolean;
}

/** Makes an account, without any workspace, and answers its id. Throws `account.login-taken`. */
export async function createAccount(tx: Tx, draft: AccountDraft, now: number): Promise<number> {
  const login = normaliseLogin(draft.login);
  const made = await tx
    .withTables<WorkspacesTables>()
    .insertInto('accounts')
    .values({
      login,
      name: draft.name.trim(),
      password_hash: draft.passwordHash,
      language: draft.language,
      created_at: now,
      ...(draft.trial && { trial: true }),
    })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) throw new AppError('account.login-taken', { login });
  return made.id;
}

/** An account as signing in needs it. */
export interface AccountRow {
  id: number;
  login: string;
  name: string;
  language: 'zh' | 'en';
  passwordHash: string;
  disabled: boolean;
}

const columns = ['id', 'login', 'name', 'language', 'password_hash as passwordHash', 'disabled'] as const;

/** The account of a login (any spelling), or undefined. */
export function findLogin(db: Db, login: string): Promise<AccountRow | undefined> {
  return db
    .withTables<WorkspacesTables>()
    .selectFrom('accounts')
    .select(columns)
    .where('login', '=', normaliseLogin(login))
    .executeTakeFirst();
}

/** Whether anybody can sign in at all. */
export async function anyAccount(db: Db): Promise<boolean> {
  const found = await db
    .withTables<WorkspacesTables>()
    .selectFrom('accounts')
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** What of an account may change. */
export type AccountChange = Partial<Omit<AccountDraft, 'login' | 'trial'>>;

/** Changes an account. */
export async function updateAccount(tx: Tx, id: number, change: AccountChange): Promise<void> {
  const set = {
    ...(change.name !== undefined && { name: change.name.trim() }),
    ...(change.language !== undefined && { language: change.language }),
    ...(change.passwordHash !== undefined && { password_hash: change.passwordHash }),
  };
  if (Object.keys(set).length === 0) return;
  await tx.withTables<WorkspacesTables>().updateTable('accounts').set(set).where('id', '=', id).execute();
}

import type { WorkspaceMake } from '../src/features/workspaces/index.ts';
import { addMember, createAccount, createWorkspace, hashPassword } from '../src/features/workspaces/index.ts';
import { insertKey } from '../src/features/workspaces/key-store.ts';
import { rightsOf } from '../src/features/workspaces/role-permissions.ts';
import { insertSession } from '../src/features/workspaces/session-store.ts';
import { newToken, tokenHash } from '../src/features/workspaces/token.ts';
import { type Permission, type Principal, type Role, roles } from '../src/platform/http/principal.ts';
import type { Db } from '../src/platform/postgres/db.ts';

let made = 0;
let unusable: Promise<string> | undefined;

/** The hash of a password nobody knows. */
function unusableHash(): Promise<string> {
  unusable ??= hashPassword(newToken('ys'));
  return unusable;
}

/** Somebody signed in, as a test needs them. */
export interface TestPrincipal {
  workspaceId: number;
  accountId: number;
  login: string;
  /** For `app.inject({ headers })`. */
  headers: { cookie: string };
  /** For calling services without HTTP. */
  principal: Principal;
}

export interface PrincipalOptions {
  role?: Role;
  /** A workspace of its own (kind `test`, Asia/Shanghai) unless told. */
  workspaceId?: number;
  staffRef?: string;
  name?: string;
}

/** A workspace for a test: kind `test`, Asia/Shanghai, CNY. */
export function makeWorkspace(db: Db, make: Partial<WorkspaceMake> = {}): Promise<number> {
  return db
    .transaction()
    .execute((tx) => createWorkspace(tx, { name: `workspace ${++made}`, kind: 'test', ...make }, Date.now()));
}

/** An account with a session, in a workspace, without the cost of hashing: its password cannot be used to sign in. */
export async function makePrincipal(db: Db, options: PrincipalOptions = {}): Promise<TestPrincipal> {
  const { role = 'owner', staffRef = null } = options;
  const workspaceId = options.workspaceId ?? (await makeWorkspace(db));
  const login = `person${++made}@test`;
  const name = options.name ?? `person ${made}`;
  const token = newToken('ys');
  const now = Date.now();
  const passwordHash = await unusableHash();
  const accountId = await db.transaction().execute(async (tx) => {
    const id = await createAccount(tx, { login, name, passwordHash, language: 'en' }, now);
    await addMember(tx, { workspaceId, accountId: id, role, staffRef }, now);
    const session = {
      tokenHash: tokenHash(token),
      accountId: id,
      workspaceId,
      ip: '192.0.2.1',
      userAgent: 'test',
    };
    await insertSession(tx, session, now, 0);
    return id;
  });
  return {
    workspaceId,
    accountId,
    login,
    headers: { cookie: `yutang_session=${token}` },
    principal: {
      workspaceId,
      accountId,
      keyId: null,
      role,
      label: name,
      ...rightsOf({ role, staffRef, post: null, within: null }),
      language: 'en',
    },
  };
}

/** One signed-in person of every role in one workspace. The guide is staff `guide-1`. */
export async function makeTeam(db: Db, workspaceId: number): Promise<Record<Role, TestPrincipal>> {
  const team: Partial<Record<Role, TestPrincipal>> = {};
  for (const role of roles) {
    const staff = role === 'guide' ? { staffRef: 'guide-1' } : {};
    team[role] = await makePrincipal(db, { role, workspaceId, ...staff });
  }
  return team as Record<Role, TestPrincipal>;
}

/** An API key of a workspace with these scopes, as headers for `app.inject`. */
export async function makeApiKey(
  db: Db,
  workspaceId: number,
  scopes: readonly Permission[],
): Promise<{ id: number; headers: { authorization: string } }> {
  const secret = newToken('yk');
  const make = {
    workspaceId,
    keyHash: tokenHash(secret),
    prefix: secret.slice(0, 9),
    label: `key ${++made}`,
    scopes: [...scopes],
    createdBy: null,
    createdByLabel: 'test',
    expiresAt: null,
  };
  const { id } = await db.transaction().execute((tx) => insertKey(tx, make, Date.now()));
  return { id, headers: { authorization: `Bearer ${secret}` } };
}

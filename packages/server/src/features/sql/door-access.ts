// cspell:words rolsuper rolname rolcreaterole intervalstyle datname datdba
import { createHmac, randomBytes } from 'node:crypto';
import { AppError } from '@yutang/core/errors';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { type DoorKind, doorKinds, doorStatements, doorVersion, schemaOf } from './door-ddl.ts';
import { doorObstacle } from './door-obstacle.ts';
import { doorViews } from './door-views.ts';
import { scramVerifier } from './scram.ts';

/** Any number that nothing else locks: two processes that make a door take turns. */
const doorLock = 7_788_013;

export interface DoorAccessDeps {
  db: Db;
  /** `postgres://…` as the platform itself connects. */
  databaseUrl: string;
  /** The installation's secret: the roles' passwords are derived from it and kept nowhere. */
  secret: string;
}

/** What a session of the door connects with. */
export interface DoorKey {
  user: string;
  password: string;
  schema: string;
}

export interface DoorAccess {
  /** The role of a workspace's door, with its views as this version has them. @throws AppError `sql.closed` */
  keyOf(workspaceId: number, kind: DoorKind): Promise<DoorKey>;
  /** Views that exist for a workspace's door now, by name. */
  viewNames(): Promise<ReadonlySet<string>>;
}

/** Makes roles, schemas and views when a workspace's door is first used by this process. */
export function createDoorAccess({ db, secret }: DoorAccessDeps): DoorAccess {
  const made = new Map<number, Promise<Record<DoorKind, DoorKey>>>();
  const make = async (workspaceId: number) => {
    const obstacle = await doorObstacle(db);
    if (obstacle) throw new AppError('sql.closed', { reason: `${obstacle.zh} ${obstacle.en}` });
    return db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${doorLock})`.execute(tx);
      return makeDoor(tx, workspaceId, secret);
    });
  };
  return {
    async keyOf(workspaceId, kind) {
      let door = made.get(workspaceId);
      if (!door) {
        door = make(workspaceId);
        made.set(workspaceId, door);
        // the next who asks tries again
        door.catch(() => made.delete(workspaceId));
      }
      return (await door)[kind];
    },
    async viewNames() {
      const tables = await existingTables(db);
      return new Set(doorViews.filter((view) => tables.has(view.table)).map((view) => view.name));
    },
  };
}

const largeObjectFunctions = [
  'lo_creat(integer)',
  'lo_create(oid)',
  'lo_from_bytea(oid, bytea)',
  'lo_open(oid, integer)',
  'lo_put(oid, bigint, bytea)',
  'lo_unlink(oid)',
  'lowrite(integer, bytea)',
];

async function makeDoor(tx: Tx, workspaceId: number, secret: string): Promise<Record<DoorKind, DoorKey>> {
  const tables = await existingTables(tx);
  const version = doorVersion(tables);
  const { rows } = await sql<{ base: number; name: string; owner: boolean; superuser: boolean }>`
    select d.oid::bigint as base, d.datname as name, pg_has_role(current_user, d.datdba, 'usage') as owner,
      (select rolsuper from pg_roles where rolname = current_user) as superuser
    from pg_database d where d.datname = current_database()`.execute(tx);
  const base = rows[0];
  if (!base) throw new Error('a database without a name');
  if (base.owner) {
    // what everybody may do in a database of their own would be the door's too
    await sql`revoke temporary on database ${sql.id(base.name)} from public`.execute(tx);
    await sql`revoke all on schema public from public`.execute(tx);
  }
  // large objects need no schema, so anybody who may connect may make them
  if (base.superuser)
    for (const name of largeObjectFunctions)
      await sql`revoke execute on function ${sql.raw(name)} from public`.execute(tx);
  const keys = {} as Record<DoorKind, DoorKey>;
  for (const kind of doorKinds) {
    const schema = schemaOf(workspaceId, kind);
    const user = roleName(base.base, workspaceId, kind);
    const password = createHmac('sha256', secret).update(`door ${user}`).digest('base64url');
    await makeRole(tx, user, scramVerifier(password, randomBytes(16)), base.superuser);
    await sql`grant connect on database ${sql.id(base.name)} to ${sql.id(user)}`.execute(tx);
    if (!(await isMade(tx, schema, version))) {
      await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(tx);
      for (const statement of doorStatements(workspaceId, kind, tables)) await sql.raw(statement).execute(tx);
      await sql`comment on schema ${sql.id(schema)} is ${sql.lit(version)}`.execute(tx);
    }
    await sql`grant usage on schema ${sql.id(schema)} to ${sql.id(user)}`.execute(tx);
    await sql`grant select on all tables in schema ${sql.id(schema)} to ${sql.id(user)}`.execute(tx);
    keys[kind] = { user, password, schema };
  }
  return keys;
}

/** Roles belong to the whole server, so their names carry the database's number. */
function roleName(database: number, workspaceId: number, kind: DoorKind): string {
  return `yutang_door_${database}_${workspaceId}_${kind}`;
}

/** What every session of the door begins with; a session may change its own, so what must hold is held from outside too. */
const roleSettings: [name: string, value: RawBuilder<unknown>][] = [
  ['default_transaction_read_only', sql`on`],
  ['statement_timeout', sql`'120s'`],
  ['idle_in_transaction_session_timeout', sql`'120s'`],
  ['lock_timeout', sql`'5s'`],
  ['work_mem', sql`'32MB'`],
  ['max_parallel_workers_per_gather', sql`0`],
  ['jit', sql`off`],
];

async function makeRole(tx: Tx, user: string, verifier: string, superuser: boolean): Promise<void> {
  const role = sql.id(user);
  const { rows } = await sql`select 1 from pg_roles where rolname = ${user}`.execute(tx);
  if (rows.length === 0) await sql`create role ${role} login noinherit`.execute(tx);
  await sql`alter role ${role} connection limit ${sql.lit(sessionsOfRole)} password ${sql.lit(verifier)}`.execute(
    tx,
  );
  for (const [name, value] of roleSettings) {
    await sql`alter role ${role} set ${sql.id(name)} = ${value}`.execute(tx);
  }
  if (superuser) {
    await sql`alter role ${role} set temp_file_limit = '1GB'`.execute(tx);
    return;
  }
  // an owner who is no superuser may end the role's sessions only as its member
  await sql`grant ${role} to current_user`.execute(tx);
  await sql`savepoint before_limit`.execute(tx);
  await sql`alter role ${role} set temp_file_limit = '1GB'`.execute(tx).then(
    () => sql`release savepoint before_limit`.execute(tx),
    () => sql`rollback to savepoint before_limit`.execute(tx),
  );
}

/** Sessions a role may have at once: those of one process, and a little more while they are being closed. */
const sessionsOfRole = 6;

async function isMade(tx: Tx, schema: string, version: string): Promise<boolean> {
  const { rows } = await sql<{ made: string | null }>`
    select obj_description(oid, 'pg_namespace') as made from pg_namespace where nspname = ${schema}`.execute(
    tx,
  );
  return rows[0]?.made === version;
}

async function existingTables(db: Db | Tx): Promise<ReadonlySet<string>> {
  const names = [...new Set(doorViews.map((view) => view.table))];
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) as name where to_regclass('public.' || name) is not null`.execute(
    db,
  );
  return new Set(rows.map((row) => row.name));
}

/** Takes a workspace's door away: views, schemas and roles. For whoever deletes a workspace, in that transaction. */
export async function dropDoor(tx: Tx, workspaceId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(${doorLock})`.execute(tx);
  const { rows } = await sql<{ base: number; name: string }>`
    select oid::bigint as base, datname as name from pg_database where datname = current_database()`.execute(
    tx,
  );
  const base = rows[0];
  if (!base) return;
  for (const kind of doorKinds) {
    await sql`drop schema if exists ${sql.id(schemaOf(workspaceId, kind))} cascade`.execute(tx);
    const user = roleName(base.base, workspaceId, kind);
    const { rows: found } = await sql`select 1 from pg_roles where rolname = ${user}`.execute(tx);
    if (found.length === 0) continue;
    await sql`revoke connect on database ${sql.id(base.name)} from ${sql.id(user)}`.execute(tx);
    await sql`drop role ${sql.id(user)}`.execute(tx);
  }
}

/** Doors whose workspace is gone: a process that stopped between the two, or a workspace deleted by other means. */
export async function dropStrayDoors(db: Db): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select distinct substring(nspname from 'door_(\\d+)_')::int as id from pg_namespace
    where nspname ~ '^door_\\d+_(full|masked)$' and obj_description(oid, 'pg_namespace') like 'yutang door %'
      and substring(nspname from 'door_(\\d+)_')::int not in (select id from workspaces)`.execute(db);
  for (const { id } of rows) await db.transaction().execute((tx) => dropDoor(tx, id));
}

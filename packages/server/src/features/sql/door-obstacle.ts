// cspell:words rolsuper rolname rolcreaterole intervalstyle datname datdba
import type { BothLanguages } from '@yutang/contracts/health';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';

/**
 * What keeps the door from being made: the database user may not create roles or schemas. Null: nothing. The sentence
 * names the grant to give.
 */
export async function doorObstacle(db: Db): Promise<BothLanguages | null> {
  const { rows } = await sql<{ name: string; database: string; roles: boolean; schemas: boolean }>`
    select current_user as name, current_database() as database, rolsuper or rolcreaterole as roles,
      has_database_privilege(current_database(), 'create') as schemas
    from pg_roles where rolname = current_user`.execute(db);
  const user = rows[0];
  if (!user) return null;
  const missing: string[] = [];
  if (!user.roles) missing.push(`alter role "${user.name}" createrole;`);
  if (!user.schemas) missing.push(`grant create on database "${user.database}" to "${user.name}";`);
  if (missing.length === 0) return null;
  const grants = missing.join(' ');
  return {
    en: `The database user may not make the door's read-only roles. As an administrator of PostgreSQL run: ${grants}`,
    zh: `数据库用户无权创建只读角色。请由 PostgreSQL 管理员执行:${grants}`,
  };
}

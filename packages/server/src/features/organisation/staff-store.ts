import type { StaffMember } from '@yutang/contracts/organisation';
import { type RawBuilder, sql } from 'kysely';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A staff member as kept. */
export interface StaffRow {
  id: number;
  ref: string;
  name: string;
  title: string;
  unitId: number | null;
  takesCustomers: boolean;
  createdAt: number;
  leftAt: number | null;
}

const columns =
  sql.raw(`s.id, s.ref, s.name, s.title, s.unit_id as "unitId", s.takes_customers as "takesCustomers",
  s.created_at as "createdAt", s.left_at as "leftAt"`);

/** What a list of staff is asked for. `units`: those in one of them; null: all. */
export interface StaffListInput {
  q?: string | undefined;
  units: readonly number[] | null;
  left: boolean;
  limit: number;
  cursor: string | undefined;
}

type ListedStaff = Omit<StaffMember, 'login'>;

/** One page of staff by name, and how many there are (on the first page). */
export async function pageOfStaff(
  db: Db,
  workspaceId: number,
  { q, units, left, limit, cursor }: StaffListInput,
): Promise<{ items: ListedStaff[]; nextCursor: string | null; total?: number }> {
  const all: RawBuilder<unknown>[] = [
    sql`s.workspace_id = ${workspaceId}`,
    left ? sql`s.left_at is not null` : sql`s.left_at is null`,
  ];
  if (q !== undefined) {
    const part = `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`;
    all.push(sql`(s.name ilike ${part} or s.ref ilike ${part})`);
  }
  if (units) all.push(sql`s.unit_id = any(${integers(units)}::int[])`);
  const where = sql.join(all, sql` and `);
  const after = decodeCursor(cursor, ['string', 'number']);
  const { rows } = await sql<ListedStaff>`
    select ${columns}, coalesce(r.events, 0) as events, r.last_seen_at as "lastSeenAt" from staff s
    left join seen_refs r on r.workspace_id = s.workspace_id and r.kind = 'staff' and r.ref = s.ref
    where ${where} ${after ? sql`and (s.name, s.id) > (${after[0]}, ${after[1]})` : sql``}
    order by s.name, s.id limit ${limit + 1}`.execute(db);
  const page = cutPage(rows, limit, (row) => [row.name, row.id]);
  if (after) return page;
  const { rows: counted } = await sql<{ total: number }>`
    select count(*) as total from staff s where ${where}`.execute(db);
  return { ...page, total: counted[0]?.total ?? 0 };
}

/** One staff member, or undefined. */
export async function findStaff(db: Db | Tx, workspaceId: number, id: number): Promise<StaffRow | undefined> {
  const { rows } = await sql<StaffRow>`
    select ${columns} from staff s where s.workspace_id = ${workspaceId} and s.id = ${id}`.execute(db);
  return rows[0];
}

/** Active staff that take customers, with their unit, by reference. */
export async function readReceivers(
  db: Db | Tx,
  workspaceId: number,
): Promise<{ id: number; ref: string; name: string; unitId: number | null }[]> {
  const { rows } = await sql<{ id: number; ref: string; name: string; unitId: number | null }>`
    select s.id, s.ref, s.name, s.unit_id as "unitId" from staff s
    where s.workspace_id = ${workspaceId} and s.left_at is null and s.takes_customers order by s.ref`.execute(
    db,
  );
  return rows;
}

/** Names of staff by reference; who has no record is left out. */
export async function namesOfStaff(
  db: Db | Tx,
  workspaceId: number,
  refs: readonly string[],
): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map();
  const { rows } = await sql<{ ref: string; name: string }>`
    select ref, name from staff where workspace_id = ${workspaceId} and ref = any(${texts(refs)}::text[])`.execute(
    db,
  );
  return new Map(rows.map(({ ref, name }) => [ref, name]));
}

/** How many active staff stand in each unit. */
export async function countStaff(db: Db | Tx, workspaceId: number): Promise<Map<number | null, number>> {
  const { rows } = await sql<{ unitId: number | null; staff: number }>`
    select unit_id as "unitId", count(*) as staff from staff
    where workspace_id = ${workspaceId} and left_at is null group by unit_id`.execute(db);
  return new Map(rows.map(({ unitId, staff }) => [unitId, staff]));
}

/** What a staff member is made of. */
export type StaffMake = Pick<StaffRow, 'ref' | 'name' | 'title' | 'unitId' | 'takesCustomers'>;

/** Makes a staff member; undefined when the reference is taken. */
export async function insertStaff(
  tx: Tx,
  workspaceId: number,
  make: StaffMake,
  at: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    insert into staff (workspace_id, ref, name, title, unit_id, takes_customers, created_at)
    values (${workspaceId}, ${make.ref}, ${make.name}, ${make.title}, ${make.unitId}, ${make.takesCustomers}, ${at})
    on conflict (workspace_id, ref) do nothing returning id`.execute(tx);
  return rows[0]?.id;
}

/** Writes what of a staff member may change. */
export async function updateStaff(tx: Tx, workspaceId: number, row: StaffRow): Promise<void> {
  await sql`
    update staff set name = ${row.name}, title = ${row.title}, unit_id = ${row.unitId},
      takes_customers = ${row.takesCustomers}, left_at = ${row.leftAt}
    where workspace_id = ${workspaceId} and id = ${row.id}`.execute(tx);
}

/** Active staff of a unit itself. */
export async function staffOfUnit(tx: Tx, workspaceId: number, unitId: number): Promise<StaffRow[]> {
  const { rows } = await sql<StaffRow>`
    select ${columns} from staff s
    where s.workspace_id = ${workspaceId} and s.unit_id = ${unitId} and s.left_at is null order by s.id`.execute(
    tx,
  );
  return rows;
}

/** Unit of each staff member by reference, those who left included: their customers are still somebody's. */
export async function unitsOfStaff(db: Db, workspaceId: number): Promise<Map<string, number>> {
  const { rows } = await sql<{ ref: string; unitId: number }>`
    select ref, unit_id as "unitId" from staff where workspace_id = ${workspaceId} and unit_id is not null`.execute(
    db,
  );
  return new Map(rows.map(({ ref, unitId }) => [ref, unitId]));
}

import type { Assignment } from '@yutang/contracts/ownership';
import { sql } from 'kysely';
import type { Person } from '../../platform/feature.ts';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

const columns = sql.raw(
  'id, made_at as "madeAt", made_by as "madeBy", kind, people, undone_at as "undoneAt"',
);

/** Notes an assignment and answers it. */
export async function insertAssignment(
  tx: Tx,
  workspaceId: number,
  made: Pick<Assignment, 'madeAt' | 'madeBy' | 'kind' | 'people'>,
): Promise<Assignment> {
  const { rows } = await sql<Assignment>`
    insert into assignments (workspace_id, made_at, made_by, kind, people)
    values (${workspaceId}, ${made.madeAt}, ${made.madeBy}, ${made.kind}, ${made.people}) returning ${columns}`.execute(
    tx,
  );
  return rows[0] as Assignment;
}

/** What stood before of one person, and what came. null: nothing assigned; a kind that did not change is null on both sides. */
export interface AssignedPerson {
  home: number;
  ownerBefore: string | null;
  ownerAfter: string | null;
  outletBefore: string | null;
  outletAfter: string | null;
}

/** Keeps what stood before, so that it can be taken back. */
export async function insertPeople(
  tx: Tx,
  workspaceId: number,
  assignment: number,
  people: readonly AssignedPerson[],
): Promise<void> {
  await sql`
    insert into assignment_people (workspace_id, assignment_id, home, owner_before, owner_after, outlet_before, outlet_after)
    select ${workspaceId}::int, ${assignment}::int, * from unnest(
      ${integers(people.map((p) => p.home))}::bigint[], ${texts(people.map((p) => p.ownerBefore))}::text[],
      ${texts(people.map((p) => p.ownerAfter))}::text[], ${texts(people.map((p) => p.outletBefore))}::text[],
      ${texts(people.map((p) => p.outletAfter))}::text[])`.execute(tx);
}

/** The people of an assignment. */
export async function peopleOf(db: Db, workspaceId: number, assignment: number): Promise<AssignedPerson[]> {
  const { rows } = await sql<AssignedPerson>`
    select home, owner_before as "ownerBefore", owner_after as "ownerAfter", outlet_before as "outletBefore",
      outlet_after as "outletAfter" from assignment_people
    where workspace_id = ${workspaceId} and assignment_id = ${assignment} order by home`.execute(db);
  return rows;
}

/** One assignment, or undefined. */
export async function findAssignment(
  db: Db | Tx,
  workspaceId: number,
  id: number,
): Promise<Assignment | undefined> {
  const { rows } = await sql<Assignment>`
    select ${columns} from assignments where workspace_id = ${workspaceId} and id = ${id}`.execute(db);
  return rows[0];
}

/** Marks an assignment as taken back; false when it was already. */
export async function markUndone(tx: Tx, workspaceId: number, id: number, at: number): Promise<boolean> {
  const { rows } = await sql`
    update assignments set undone_at = ${at}
    where workspace_id = ${workspaceId} and id = ${id} and undone_at is null returning id`.execute(tx);
  return rows.length > 0;
}

/** One page of assignments, newest first. */
export async function pageOfAssignments(
  db: Db,
  workspaceId: number,
  { limit, cursor }: { limit: number; cursor: string | undefined },
): Promise<{ items: Assignment[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, ['number']);
  const { rows } = await sql<Assignment>`
    select ${columns} from assignments
    where workspace_id = ${workspaceId} ${after ? sql`and id < ${after[0]}` : sql``}
    order by id desc limit ${limit + 1}`.execute(db);
  return cutPage(rows, limit, (row) => [row.id]);
}

/** Assignments a person was part of. */
export async function exportAssignments(
  tx: Tx,
  workspaceId: number,
  { homes }: Person,
): Promise<Record<string, unknown>> {
  const { rows } = await sql`
    select a.made_at as "madeAt", p.owner_after as owner, p.outlet_after as outlet
    from assignment_people p join assignments a on a.workspace_id = p.workspace_id and a.id = p.assignment_id
    where p.workspace_id = ${workspaceId} and p.home = any(${homes}::bigint[]) order by a.id`.execute(tx);
  return { assignments: rows };
}

/** Forgets that a person was part of any; how many they were stays. */
export async function eraseAssignments(tx: Tx, workspaceId: number, { homes }: Person): Promise<void> {
  await sql`
    delete from assignment_people where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])`.execute(
    tx,
  );
}

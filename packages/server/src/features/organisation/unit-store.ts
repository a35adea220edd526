import type { Unit } from '@yutang/contracts/organisation';
import { sql } from 'kysely';
import type { UnitScope } from '../../platform/http/principal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

const columns =
  sql.raw(`id, kind, name, ref, parent_id as "parentId", head_id as "headId", created_at as "createdAt",
  closed_at as "closedAt"`);

/** Every unit of a workspace, closed ones included, by name. */
export async function listUnits(db: Db | Tx, workspaceId: number): Promise<Unit[]> {
  const { rows } = await sql<Unit>`
    select ${columns} from units where workspace_id = ${workspaceId} order by name, id`.execute(db);
  return rows;
}

/**
 * Lets changes of one organisation happen one after another, so that two moves cannot make a circle together; answers its units.
 */
export async function lockUnits(tx: Tx, workspaceId: number): Promise<Unit[]> {
  await sql`select pg_advisory_xact_lock(${0x59_55}, ${workspaceId})`.execute(tx);
  return listUnits(tx, workspaceId);
}

/** What a unit comes to, with all units below it. A unit nobody knows comes to nothing. */
export async function readUnitScope(db: Db, workspaceId: number, unitId: number): Promise<UnitScope> {
  const { rows } = await sql<{ outlets: string[] | null; staff: string[] | null }>`
    with recursive below (id) as (
      select id from units where workspace_id = ${workspaceId} and id = ${unitId}
      union select u.id from units u join below b on u.parent_id = b.id where u.workspace_id = ${workspaceId}
    )
    select (select array_agg(u.ref order by u.ref) from units u join below b on b.id = u.id
        where u.workspace_id = ${workspaceId} and u.ref is not null) as outlets,
      (select array_agg(s.ref order by s.ref) from staff s join below b on b.id = s.unit_id
        where s.workspace_id = ${workspaceId}) as staff`.execute(db);
  return { unitId, outlets: rows[0]?.outlets ?? [], staff: rows[0]?.staff ?? [] };
}

/** What a unit is made of. */
export type UnitMake = Pick<Unit, 'kind' | 'name' | 'ref' | 'parentId' | 'headId'>;

/** Makes a unit; undefined when its reference is taken. */
export async function insertUnit(
  tx: Tx,
  workspaceId: number,
  unit: UnitMake,
  at: number,
): Promise<Unit | undefined> {
  const { rows } = await sql<Unit>`
    insert into units (workspace_id, kind, name, ref, parent_id, head_id, created_at)
    values (${workspaceId}, ${unit.kind}, ${unit.name}, ${unit.ref}, ${unit.parentId}, ${unit.headId}, ${at})
    on conflict (workspace_id, ref) do nothing returning ${columns}`.execute(tx);
  return rows[0];
}

/** Writes what of a unit may change. */
export async function updateUnit(tx: Tx, workspaceId: number, unit: Unit): Promise<void> {
  await sql`
    update units set name = ${unit.name}, parent_id = ${unit.parentId}, head_id = ${unit.headId}, closed_at = ${unit.closedAt}
    where workspace_id = ${workspaceId} and id = ${unit.id}`.execute(tx);
}

/** One step through the organisation. */
export interface MoveDraft {
  subject: 'unit' | 'staff';
  subjectId: number;
  from: number | null;
  to: number | null;
  at: number;
  by: string;
}

/** Keeps where somebody or something stood before. */
export async function insertMove(tx: Tx, workspaceId: number, move: MoveDraft): Promise<void> {
  await sql`
    insert into organisation_moves (workspace_id, moved_at, moved_by, subject, subject_id, from_unit, to_unit)
    values (${workspaceId}, ${move.at}, ${move.by}, ${move.subject}, ${move.subjectId}, ${move.from}, ${move.to})`.execute(
    tx,
  );
}

/** A move with the name of what moved. */
export interface MoveRow extends MoveDraft {
  name: string | null;
}

/** Moves of a unit, its staff and the units that came or went, newest first, at most 200. */
export async function listMoves(db: Db, workspaceId: number, unitId: number): Promise<MoveRow[]> {
  const { rows } = await sql<MoveRow>`
    select m.subject, m.subject_id as "subjectId", m.from_unit as "from", m.to_unit as "to", m.moved_at as at, m.moved_by as by,
      case m.subject when 'unit'
        then (select u.name from units u where u.workspace_id = m.workspace_id and u.id = m.subject_id)
        else (select s.name from staff s where s.workspace_id = m.workspace_id and s.id = m.subject_id) end as name
    from organisation_moves m
    where m.workspace_id = ${workspaceId}
      and ((m.subject = 'unit' and m.subject_id = ${unitId}) or m.from_unit = ${unitId} or m.to_unit = ${unitId})
    order by m.id desc limit 200`.execute(db);
  return rows;
}

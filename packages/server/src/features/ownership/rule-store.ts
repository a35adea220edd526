import type { AssignmentRule, AssignmentRuleDraft } from '@yutang/contracts/ownership';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A rule with the home after which people are new to it. */
export interface RuleRow extends AssignmentRule {
  afterHome: number;
}

const columns =
  sql.raw(`id, position, outlet_by as "outletBy", give_to as give, active, created_at as "createdAt",
  created_by as "createdBy", after_home as "afterHome"`);

/** Rules in their order. */
export async function listRules(db: Db | Tx, workspaceId: number): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select ${columns} from assignment_rules where workspace_id = ${workspaceId} order by position, id`.execute(
    db,
  );
  return rows;
}

/** Adds a rule at the end. */
export async function insertRule(
  tx: Tx,
  workspaceId: number,
  draft: AssignmentRuleDraft,
  by: { at: number; label: string; afterHome: number },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into assignment_rules (workspace_id, position, outlet_by, give_to, active, after_home, created_at, created_by)
    select ${workspaceId}, coalesce(max(position), 0) + 1, ${draft.outletBy}, ${draft.give}, true, ${by.afterHome}, ${by.at},
      ${by.label} from assignment_rules where workspace_id = ${workspaceId} returning id`.execute(tx);
  return rows[0]?.id as number;
}

/** Switches a rule on, for people known after `afterHome`, or off; false when there is none. */
export async function switchRule(
  tx: Tx,
  workspaceId: number,
  id: number,
  active: boolean,
  afterHome: number,
): Promise<boolean> {
  const { rows } = await sql`
    update assignment_rules set active = ${active}, after_home = ${afterHome}
    where workspace_id = ${workspaceId} and id = ${id} returning id`.execute(tx);
  return rows.length > 0;
}

/** Removes a rule; false when there was none. */
export async function deleteRule(tx: Tx, workspaceId: number, id: number): Promise<boolean> {
  const { rows } = await sql`
    delete from assignment_rules where workspace_id = ${workspaceId} and id = ${id} returning id`.execute(tx);
  return rows.length > 0;
}

/** Workspaces that have an active rule. */
export async function workspacesWithRules(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct workspace_id as id from assignment_rules where active order by 1`.execute(db);
  return rows.map((row) => row.id);
}

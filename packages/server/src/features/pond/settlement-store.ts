import type { Settlement, Step, Touch } from '@yutang/core/pond';
import { sql } from 'kysely';
import { booleans, integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';

/** Writes the steps that are new, or earlier than what was known; answers them. One of each (home, channel, entered). */
export async function writeSteps(tx: Tx, workspaceId: number, steps: readonly Step[]): Promise<Step[]> {
  if (steps.length === 0) return [];
  // most events repeat a step: reading first spares the row lock that `on conflict do update` takes even when it changes nothing
  const { rows } = await sql<Step>`
    insert into steps as s (workspace_id, home, channel, entered, at, seq, campaign, staff, code)
    select ${workspaceId}::int, d.* from unnest(
      ${integers(steps.map((s) => s.home))}::bigint[], ${texts(steps.map((s) => s.channel))}::text[], ${booleans(steps.map((s) => s.entered))}::boolean[],
      ${integers(steps.map((s) => s.at))}::bigint[], ${integers(steps.map((s) => s.seq))}::bigint[], ${texts(steps.map((s) => s.campaign))}::text[],
      ${texts(steps.map((s) => s.staff))}::text[], ${texts(steps.map((s) => s.code))}::text[]
    ) as d (home, channel, entered, at, seq, campaign, staff, code)
    left join steps k on k.workspace_id = ${workspaceId} and k.home = d.home and k.channel = d.channel and k.entered = d.entered
    where k.home is null or (d.at, d.seq) < (k.at, k.seq)
    on conflict (workspace_id, home, channel, entered) do update set at = excluded.at, seq = excluded.seq,
      campaign = excluded.campaign, staff = excluded.staff, code = excluded.code
    returning s.home, s.channel, s.entered, s.at, s.seq, s.campaign, s.staff, s.code`.execute(tx);
  return rows;
}

export async function insertTouches(tx: Tx, workspaceId: number, touches: readonly Touch[]): Promise<void> {
  if (touches.length === 0) return;
  await sql`
    insert into touches (workspace_id, home, seq, at, channel, campaign, cost_minor)
    select ${workspaceId}::int, * from unnest(
      ${integers(touches.map((t) => t.home))}::bigint[], ${integers(touches.map((t) => t.seq))}::bigint[], ${integers(touches.map((t) => t.at))}::bigint[],
      ${texts(touches.map((t) => t.channel))}::text[], ${texts(touches.map((t) => t.campaign))}::text[],
      ${integers(touches.map((t) => t.costMinor))}::bigint[])`.execute(tx);
}

export async function stepsOf(tx: Tx, workspaceId: number, homes: readonly number[]): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select home, channel, entered, at, seq, campaign, staff, code from steps
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[])`.execute(tx);
  return rows;
}

export async function touchesOf(tx: Tx, workspaceId: number, homes: readonly number[]): Promise<Touch[]> {
  const { rows } = await sql<Touch>`
    select home, seq, at, channel, campaign, cost_minor as "costMinor" from touches
    where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[])`.execute(tx);
  return rows;
}

/** Of these customers, those who have settled at or after the instant given with them: a late touch may change the row. */
export async function settledSince(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
  instants: readonly number[],
): Promise<number[]> {
  if (customers.length === 0) return [];
  const { rows } = await sql<{ customer: number }>`
    select distinct s.customer from settlements s
    join unnest(${integers(customers)}::bigint[], ${integers(instants)}::bigint[]) as d (customer, at)
      on s.customer = d.customer and s.at >= d.at
    where s.workspace_id = ${workspaceId}`.execute(tx);
  return rows.map((row) => row.customer);
}

export type SettlementRow = Settlement & { customer: number };

/** Puts these customers' settlements in place of what they had; answers which (customer, container) there were before. */
export async function replaceSettlements(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
  rows: readonly SettlementRow[],
): Promise<{ customer: number; toChannel: string }[]> {
  if (customers.length === 0) return [];
  const { rows: before } = await sql<{ customer: number; toChannel: string }>`
    delete from settlements where workspace_id = ${workspaceId} and customer = any(${integers(customers)}::bigint[])
    returning customer, to_channel as "toChannel"`.execute(tx);
  if (rows.length > 0) {
    const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
    await sql`
      insert into settlements (workspace_id, customer, to_channel, home, at, seq, from_channel, campaign, staff, code,
        cost_minor, first_touch, last_touch)
      select ${workspaceId}::int, * from unnest(
        ${integers(rows.map((r) => r.customer))}::bigint[], ${texts(rows.map((r) => r.toChannel))}::text[], ${integers(rows.map((r) => r.home))}::bigint[],
        ${integers(rows.map((r) => r.at))}::bigint[], ${integers(rows.map((r) => r.seq))}::bigint[], ${texts(rows.map((r) => r.fromChannel))}::text[],
        ${texts(rows.map((r) => r.campaign))}::text[], ${texts(rows.map((r) => r.staff))}::text[], ${texts(rows.map((r) => r.code))}::text[],
        ${integers(rows.map((r) => r.costMinor))}::bigint[], ${texts(rows.map((r) => json(r.firstTouch)))}::jsonb[],
        ${texts(rows.map((r) => json(r.lastTouch)))}::jsonb[])`.execute(tx);
  }
  return before;
}

import { type ChannelBook, type ChannelSetting, createChannelBook } from '@yutang/core/channels';
import { sql } from 'kysely';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** The workspace's channels: what came with the platform under its own settings. */
export async function readBook(db: Db | Tx, workspaceId: number): Promise<ChannelBook> {
  const { rows } = await sql<ChannelSetting>`
    select name, title, platform, domain_class as "domainClass", paid_to_reach as "paidToReach", reusable,
      data_exportable as "dataExportable", form, line, carrier, connection, trend
    from channels where workspace_id = ${workspaceId} order by name`.execute(db);
  return createChannelBook(rows);
}

/** Writes a channel as the workspace has it. `at`: epoch ms. */
export async function writeChannel(
  tx: Tx,
  workspaceId: number,
  channel: ChannelSetting,
  by: { at: number; label: string; resettle: boolean },
): Promise<void> {
  await sql`
    insert into channels (workspace_id, name, title, platform, domain_class, paid_to_reach, reusable, data_exportable,
      form, line, carrier, connection, trend, updated_at, updated_by, resettle)
    values (${workspaceId}, ${channel.name}, ${channel.title}, ${channel.platform}, ${channel.domainClass},
      ${channel.paidToReach}, ${channel.reusable}, ${channel.dataExportable}, ${channel.form}, ${channel.line},
      ${channel.carrier}, ${channel.connection}, ${channel.trend}, ${by.at}, ${by.label}, ${by.resettle})
    on conflict (workspace_id, name) do update set title = excluded.title, platform = excluded.platform,
      domain_class = excluded.domain_class, paid_to_reach = excluded.paid_to_reach, reusable = excluded.reusable,
      data_exportable = excluded.data_exportable, form = excluded.form, line = excluded.line, carrier = excluded.carrier,
      connection = excluded.connection, trend = excluded.trend, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
      resettle = channels.resettle or excluded.resettle`.execute(tx);
}

/** How one spelling of a channel was seen. */
export interface ActivityRow {
  spelling: string;
  name: string;
  events: number;
  firstSeenAt: number;
  lastSeenAt: number;
}

/** Adds to how often each spelling was seen. */
export async function addActivity(tx: Tx, workspaceId: number, rows: readonly ActivityRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into channel_activity as a (workspace_id, spelling, name, events, first_seen_at, last_seen_at)
    select ${workspaceId}::int, * from unnest(
      ${texts(rows.map((r) => r.spelling))}::text[], ${texts(rows.map((r) => r.name))}::text[], ${integers(rows.map((r) => r.events))}::bigint[],
      ${integers(rows.map((r) => r.firstSeenAt))}::bigint[], ${integers(rows.map((r) => r.lastSeenAt))}::bigint[])
    on conflict (workspace_id, spelling) do update set events = a.events + excluded.events,
      first_seen_at = least(a.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(a.last_seen_at, excluded.last_seen_at)`.execute(tx);
}

/** Every spelling that events carried. */
export async function readActivity(db: Db | Tx, workspaceId: number): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select spelling, name, events, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt"
    from channel_activity where workspace_id = ${workspaceId} order by spelling`.execute(db);
  return rows;
}

export async function resetActivity(tx: Tx, workspaceId: number): Promise<void> {
  await sql`delete from channel_activity where workspace_id = ${workspaceId}`.execute(tx);
}

/** Channels whose class changed and whose settlements are still to be computed anew, with their workspaces. */
export async function readUnsettled(db: Db | Tx): Promise<{ workspaceId: number; name: string }[]> {
  const { rows } = await sql<{ workspaceId: number; name: string }>`
    select workspace_id as "workspaceId", name from channels where resettle order by 1, 2`.execute(db);
  return rows;
}

/** Settlements of this channel follow its class again. */
export async function markSettled(db: Db | Tx, workspaceId: number, name: string): Promise<void> {
  await sql`update channels set resettle = false where workspace_id = ${workspaceId} and name = ${name}`.execute(
    db,
  );
}

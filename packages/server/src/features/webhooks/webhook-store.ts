import type { DisabledWhy } from '@yutang/contracts/webhooks';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A webhook as its page shows it; `previousSecretUntil` may have passed. Times are epoch ms, real ones. */
export interface WebhookRow {
  id: number;
  url: string;
  description: string;
  events: string[];
  active: boolean;
  createdAt: number;
  createdBy: string;
  disabledAt: number | null;
  disabledWhy: DisabledWhy | null;
  failures: number;
  failingSince: number | null;
  deliveredAt: number | null;
  previousSecretUntil: number | null;
  waiting: number;
  failed: number;
}

const columns = sql`w.id, w.url, w.description, w.events, w.active, w.created_at as "createdAt", w.created_by as "createdBy",
  w.disabled_at as "disabledAt", w.disabled_why as "disabledWhy", w.failures, w.failing_since as "failingSince",
  w.delivered_at as "deliveredAt", w.previous_until as "previousSecretUntil"`;

/** Webhooks in the order they were made. */
export async function readWebhooks(
  db: Db | Tx,
  workspaceId: number,
  id: number | null = null,
): Promise<WebhookRow[]> {
  const { rows } = await sql<WebhookRow>`
    select ${columns},
      (select count(*) from webhook_deliveries d
        where d.workspace_id = w.workspace_id and d.webhook = w.id and d.state = 'waiting') as waiting,
      (select count(*) from webhook_deliveries d
        where d.workspace_id = w.workspace_id and d.webhook = w.id and d.state = 'failed') as failed
    from webhooks w where w.workspace_id = ${workspaceId} and (${id}::int is null or w.id = ${id}) order by w.id`.execute(
    db,
  );
  return rows;
}

/** What somebody decides of a webhook. */
export interface WebhookSetting {
  url: string;
  description: string;
  events: readonly string[];
}

/** Writes a new webhook, which begins where the log ends now. */
export async function insertWebhook(
  tx: Tx,
  workspaceId: number,
  setting: WebhookSetting & { secret: string },
  by: { at: number; label: string },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into webhooks (workspace_id, url, description, events, secret, planned_seq, created_at, created_by)
    values (${workspaceId}, ${setting.url}, ${setting.description}, ${[...setting.events]}::text[], ${setting.secret},
      ${endOfLog(workspaceId)}, ${by.at}, ${by.label}) returning id`.execute(tx);
  return rows[0]?.id as number;
}

const endOfLog = (workspaceId: number) =>
  sql`coalesce((select last_seq from engine_state where workspace_id = ${workspaceId}), 0)`;

export async function updateSetting(
  tx: Tx,
  workspaceId: number,
  id: number,
  setting: WebhookSetting,
): Promise<void> {
  await sql`
    update webhooks set url = ${setting.url}, description = ${setting.description}, events = ${[...setting.events]}::text[]
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** Turns a webhook on; what happened while it was off is left out unless `catchUp`. */
export async function turnOn(tx: Tx, workspaceId: number, id: number, catchUp: boolean): Promise<void> {
  await sql`
    update webhooks set active = true, disabled_at = null, disabled_why = null, failures = 0, failing_since = null,
      held_until = 0, planned_seq = case when ${catchUp} then planned_seq else ${endOfLog(workspaceId)} end
    where workspace_id = ${workspaceId} and id = ${id} and not active`.execute(tx);
}

/** Turns a webhook off; true when it was on. */
export async function turnOff(
  tx: Tx,
  workspaceId: number,
  id: number,
  at: number,
  why: DisabledWhy,
): Promise<boolean> {
  const { rows } = await sql`
    update webhooks set active = false, disabled_at = ${at}, disabled_why = ${why}
    where workspace_id = ${workspaceId} and id = ${id} and active returning id`.execute(tx);
  return rows.length > 0;
}

/** A new secret; the one before signs along until `until`. */
export async function replaceSecret(
  tx: Tx,
  workspaceId: number,
  id: number,
  secret: string,
  until: number,
): Promise<void> {
  await sql`
    update webhooks set previous_secret = secret, previous_until = ${until}, secret = ${secret}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** Deletes a webhook with all its deliveries. */
export async function deleteWebhook(tx: Tx, workspaceId: number, id: number): Promise<void> {
  await sql`
    delete from webhook_attempts a using webhook_deliveries d
    where a.workspace_id = ${workspaceId} and d.workspace_id = ${workspaceId} and d.id = a.delivery and d.webhook = ${id}`.execute(
    tx,
  );
  await sql`delete from webhook_deliveries where workspace_id = ${workspaceId} and webhook = ${id}`.execute(
    tx,
  );
  await sql`delete from webhooks where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** Notes a success: whatever held the webhook back is over. */
export async function noteSuccess(tx: Tx, workspaceId: number, id: number, at: number): Promise<void> {
  await sql`
    update webhooks set failures = 0, failing_since = null, held_until = 0, delivered_at = ${at}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx);
}

/** Notes a failure; answers how many there were in a row and when the first of them was. */
export async function noteFailure(
  tx: Tx,
  workspaceId: number,
  id: number,
  at: number,
): Promise<{ failures: number; failingSince: number }> {
  const { rows } = await sql<{ failures: number; failingSince: number }>`
    update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, ${at})
    where workspace_id = ${workspaceId} and id = ${id}
    returning failures, failing_since as "failingSince"`.execute(tx);
  return rows[0] ?? { failures: 0, failingSince: at };
}

/** Leaves a webhook alone until then. */
export async function holdWebhook(tx: Tx, workspaceId: number, id: number, until: number): Promise<void> {
  await sql`update webhooks set held_until = ${until} where workspace_id = ${workspaceId} and id = ${id}`.execute(
    tx,
  );
}

/** Webhooks of all workspaces that turned themselves off, and those that are failing now. */
export async function troubledWebhooks(db: Db): Promise<{ off: number; failing: number; active: number }> {
  const { rows } = await sql<{ off: number; failing: number; active: number }>`
    select count(*) filter (where not active and disabled_why <> 'hand') as off,
      count(*) filter (where active and failures > 0) as failing, count(*) filter (where active) as active
    from webhooks`.execute(db);
  return rows[0] ?? { off: 0, failing: 0, active: 0 };
}

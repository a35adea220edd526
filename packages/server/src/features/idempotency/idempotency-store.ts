import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A key named by a request. */
export interface Claim {
  workspaceId: number;
  /** `key:<id>` or `account:<id>`: keys of two askers are two keys. */
  asker: string;
  key: string;
  /** sha256 of method, address and body. */
  request: Buffer;
  /** Epoch ms. */
  askedAt: number;
}

/** What the first request with a key got. `status` null: nothing yet. */
export interface Answered {
  request: Buffer;
  status: number | null;
  contentType: string | null;
  answer: string | null;
}

/** Takes the key for this request, and answers undefined; or answers what stands under it since `since`. */
export async function begin(db: Db, claim: Claim, since: number): Promise<Answered | undefined> {
  const { workspaceId, asker, key, request, askedAt } = claim;
  const { rows: taken } = await sql`
    insert into idempotency_keys as k (workspace_id, asker, key, request, asked_at)
    values (${workspaceId}, ${asker}, ${key}, ${request}, ${askedAt})
    on conflict (workspace_id, asker, key) do update
      set request = excluded.request, asked_at = excluded.asked_at, status = null, content_type = null, answer = null
      where k.asked_at < ${since}
    returning 1`.execute(db);
  if (taken.length > 0) return undefined;
  const { rows } = await sql<Answered>`
    select request, status, content_type as "contentType", answer from idempotency_keys
    where ${ofClaim(claim)}`.execute(db);
  // given up between the two statements: as if it were under way
  return rows[0] ?? { request, status: null, contentType: null, answer: null };
}

/** Keeps the answer. */
export async function finish(db: Db, claim: Claim, answered: Omit<Answered, 'request'>): Promise<void> {
  await sql`
    update idempotency_keys set status = ${answered.status}, content_type = ${answered.contentType}, answer = ${answered.answer}
    where ${ofClaim(claim)}`.execute(db);
}

/** Frees the key: its request was refused. */
export async function giveUp(db: Db, claim: Claim): Promise<void> {
  await sql`delete from idempotency_keys where ${ofClaim(claim)}`.execute(db);
}

/** Forgets every kept answer of a workspace. */
export async function dropKeys(tx: Tx, workspaceId: number): Promise<void> {
  await sql`delete from idempotency_keys where workspace_id = ${workspaceId}`.execute(tx);
}

/** Forgets what was asked before an instant, of all workspaces. */
export async function sweepKeys(db: Db, before: number): Promise<void> {
  await sql`delete from idempotency_keys where asked_at < ${before}`.execute(db);
}

const ofClaim = ({ workspaceId, asker, key }: Claim) =>
  sql`workspace_id = ${workspaceId} and asker = ${asker} and key = ${key}`;

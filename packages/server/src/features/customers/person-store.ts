import { sql } from 'kysely';
import type { Person } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { identitiesOf } from '../identity/index.ts';
import { forgetInViews } from '../views/index.ts';
import { consentsOf, relationsOf } from './fact-store.ts';
import { heldWords } from './held-words.ts';

const byHome = ['attributes', 'relations', 'consents', 'parts'] as const;

/** All that this feature knows of a person, for the person. */
export async function exportCustomer(
  tx: Tx,
  workspaceId: number,
  { customer, homes }: Person,
): Promise<Record<string, unknown>> {
  const { rows: attributes } = await sql`
    select key, value, occurred_at as "occurredAt", nullif(source_id, 0) as "sourceId" from attributes
    where workspace_id = ${workspaceId} and home = any(${homes}::bigint[]) order by key, occurred_at, seq`.execute(
    tx,
  );
  const held = await heldWords(tx, workspaceId, sql`p.home = any(${homes}::bigint[])`);
  const { rows: card } = await sql`
    select name, owner, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", member_no as "memberNo",
      member_level as "memberLevel" from customers
    where workspace_id = ${workspaceId} and customer = ${customer}`.execute(tx);
  return {
    card: card[0] ?? null,
    /** What holds of each field, by its rule. */
    held: Object.fromEntries(held.map(({ key, value }) => [key, value])),
    attributes,
    relations: await relationsOf(tx, workspaceId, homes),
    consents: await consentsOf(tx, workspaceId, homes),
  };
}

/** Forgets a person, also where a saved view searches for them. Before identity does: by its values views are known. */
export async function eraseCustomer(tx: Tx, workspaceId: number, { customer, homes }: Person): Promise<void> {
  const values = (await identitiesOf(tx, workspaceId, homes)).map(({ value }) => value);
  await forgetInViews(tx, workspaceId, values);
  for (const table of byHome) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])`.execute(
      tx,
    );
  }
  await sql`delete from customers where workspace_id = ${workspaceId} and customer = ${customer}`.execute(tx);
}

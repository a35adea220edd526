import { type RawBuilder, sql } from 'kysely';
import type { Person } from '../../platform/feature.ts';
import { texts } from '../../platform/postgres/array-literal.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** Which identities these homes are. */
export async function identitiesOf(
  tx: Db | Tx,
  workspaceId: number,
  homes: readonly number[],
): Promise<{ home: number; namespace: string; value: string }[]> {
  const { rows } = await sql<{ home: number; namespace: string; value: string }>`
    select home, namespace, value from identities
    where workspace_id = ${workspaceId} and home = any(${[...homes]}::bigint[])`.execute(tx);
  return rows;
}

/**
 * The customer of a number today, with every home: a number that was merged away answers with the customer it belongs
 * to now. Undefined when no identity ever had that number, or none of the log carries it any more.
 */
export async function findPerson(
  tx: Db | Tx,
  workspaceId: number,
  customer: number,
): Promise<Person | undefined> {
  const { rows } = await sql<{ customer: number; home: number }>`
    select i.customer, i.home from identities k
    join identities i on i.workspace_id = k.workspace_id and i.component = k.component and i.customer = k.customer
    where k.workspace_id = ${workspaceId} and k.home = ${customer} and k.customer <> 0
    order by i.home`.execute(tx);
  const first = rows[0];
  return first && { customer: first.customer, homes: rows.map((row) => row.home) };
}

/** The customer an identity belongs to today; undefined when it was never seen. */
export async function customerOfIdentity(
  tx: Db | Tx,
  workspaceId: number,
  identity: { namespace: string; value: string },
): Promise<number | undefined> {
  const { rows } = await sql<{ customer: number }>`
    select customer from identities
    where workspace_id = ${workspaceId} and namespace = ${identity.namespace} and value = ${identity.value}
      and customer <> 0`.execute(tx);
  return rows[0]?.customer;
}

/** SQL for the customer that the identity in `ref`, as `namespace value`, belongs to today; null when it was never seen. */
export function customerOfRef(workspaceId: number, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select i.customer from identities i
    where i.workspace_id = ${workspaceId} and i.namespace = split_part(${ref}, ' ', 1)
      and i.value = substr(${ref}, strpos(${ref}, ' ') + 1) and i.customer <> 0)`;
}

/** The customers these identities belong to today; those never seen are left out. */
export async function customersOfIdentities(
  db: Db | Tx,
  workspaceId: number,
  identities: readonly { namespace: string; value: string }[],
): Promise<number[]> {
  const { rows } = await sql<{ customer: number }>`
    select distinct i.customer from unnest(${texts(identities.map((one) => one.namespace))}::text[],
      ${texts(identities.map((one) => one.value))}::text[]) as k (namespace, value)
    join identities i on i.workspace_id = ${workspaceId} and i.namespace = k.namespace and i.value = k.value
    where i.customer <> 0`.execute(db);
  return rows.map((row) => row.customer);
}

/**
 * Customers with an identity whose value begins so, at most `most` of each namespace; anonymous ones are not looked at. The
 * beginning of a Chinese phone may be written with blanks, hyphens or +86.
 */
export async function customersByBeginning(
  db: Db | Tx,
  workspaceId: number,
  text: string,
  most: number,
): Promise<number[]> {
  const phone = text.replace(/[\s()-]/g, '').replace(/^(\+86|0086)/, '');
  const beginnings = (await namespacesOf(db, workspaceId))
    .filter((namespace) => !['anonymous', 'device', 'erased'].includes(namespace))
    .map((namespace) => ({
      namespace,
      value: namespace === 'phone' ? phone : namespace === 'email' ? text.toLowerCase() : text,
    }))
    .filter(({ value }) => value !== '');
  const { rows } = await sql<{ customer: number }>`
    select f.customer from unnest(${texts(beginnings.map((one) => one.namespace))}::text[],
      ${texts(beginnings.map((one) => one.value))}::text[]) as k (namespace, value)
    cross join lateral (
      select i.customer, i.value from identities i
      where i.workspace_id = ${workspaceId} and i.namespace = k.namespace and i.customer <> 0
        -- every text with this beginning, in the order of code points that the column is kept in
        and i.value >= k.value and i.value < k.value || chr(1114111)
      order by i.value limit ${most}
    ) f`.execute(db);
  return [...new Set(rows.map((row) => row.customer))];
}

/** The homes of these identities (`namespace value`), of those that were seen. */
export async function homesOfIdentities(
  tx: Db | Tx,
  workspaceId: number,
  keys: readonly string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; home: number }>`
    select k.key, i.home from unnest(${texts(keys)}::text[]) as k (key)
    join identities i on i.workspace_id = ${workspaceId} and i.namespace = split_part(k.key, ' ', 1)
      and i.value = substr(k.key, strpos(k.key, ' ') + 1) and i.customer <> 0`.execute(tx);
  return new Map(rows.map(({ key, home }) => [key, home]));
}

/** All that identity knows of a person, for the person. */
export async function exportIdentities(
  tx: Tx,
  workspaceId: number,
  person: Person,
): Promise<Record<string, unknown>> {
  const { rows } = await sql`
    select namespace, value, verified, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt",
      first_channel as "firstChannel"
    from identities where workspace_id = ${workspaceId} and home = any(${person.homes}::bigint[])
    order by home`.execute(tx);
  return { identities: rows };
}

/**
 * Takes the values away from a person's homes. The numbers stay, so that sums stay and no number is given twice; the
 * evidence that named them goes. Whoever calls must also post `Customer Erased`, which makes the engine forget what it
 * remembers of them.
 */
export async function eraseIdentities(tx: Tx, workspaceId: number, { homes }: Person): Promise<void> {
  await sql`
    update identities set namespace = 'erased', value = home::text, first_source_id = null, first_channel = null,
      component = customer, shared_claimed = null, shared_at = null, shared_home = null, shared_event = null
    where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])`.execute(tx);
  await sql`
    delete from identity_links
    where workspace_id = ${workspaceId} and (a = any(${homes}::bigint[]) or b = any(${homes}::bigint[]))`.execute(
    tx,
  );
  await sql`
    delete from identity_conflicts
    where workspace_id = ${workspaceId} and (a = any(${homes}::bigint[]) or b = any(${homes}::bigint[]))`.execute(
    tx,
  );
  await sql`
    delete from identity_decision_homes
    where workspace_id = ${workspaceId} and home = any(${homes}::bigint[])`.execute(tx);
}

/** Every namespace the workspace has identities in; skips from one to the next along the key. */
export async function namespacesOf(db: Db | Tx, workspaceId: number): Promise<string[]> {
  const { rows } = await sql<{ namespace: string }>`
    with recursive found (namespace) as (
      (select namespace from identities where workspace_id = ${workspaceId} order by namespace limit 1)
      union all
      select (select i.namespace from identities i
        where i.workspace_id = ${workspaceId} and i.namespace > f.namespace order by i.namespace limit 1)
      from found f where f.namespace is not null
    )
    select namespace from found where namespace is not null`.execute(db);
  return rows.map((row) => row.namespace);
}

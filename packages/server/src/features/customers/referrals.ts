import { type RawBuilder, sql } from 'kysely';
import { texts } from '../../platform/postgres/array-literal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { customerOfRef, identitiesOf } from '../identity/index.ts';

/**
 * SQL for who brought whom, as (customer, invited): of a person and each identity they said they were `invited_by`, over
 * all homes, the latest word holds, unless all of the kind ended later. Nobody brings themselves, so that a merge of the
 * two leaves no referral. `refs`: only what names one of these identities (`namespace value`).
 */
function referrals(workspaceId: number, refs?: readonly string[]): RawBuilder<unknown> {
  const named = refs ? sql`and r.ref = any(${texts(refs)}::text[])` : sql`and r.ref <> '*'`;
  return sql`
    select distinct inviter.customer, said.invited from (
      select distinct on (p.customer, r.ref) p.customer as invited, r.ref, r.active, r.at, r.seq
      from relations r join parts p on p.workspace_id = r.workspace_id and p.home = r.home
      where r.workspace_id = ${workspaceId} and r.kind = 'invited_by' ${named}
      order by p.customer, r.ref, r.at desc, r.seq desc
    ) said
    cross join lateral (select ${customerOfRef(workspaceId, sql`said.ref`)} as customer) inviter
    where said.active and inviter.customer <> said.invited and not exists (
      select from relations e join parts q on q.workspace_id = e.workspace_id and q.home = e.home
      where e.workspace_id = ${workspaceId} and e.kind = 'invited_by' and e.ref = '*' and q.customer = said.invited
        and (e.at, e.seq) > (said.at, said.seq))`;
}

/** The condition that a customer, as `c`, brought somebody who is known. */
export function broughtSomebody(workspaceId: number): RawBuilder<unknown> {
  return sql`c.customer in (select customer from (${referrals(workspaceId)}) b)`;
}

/** Whether the log says of anybody who brought them: else nobody's referrals are known, which is not none. */
export function referralsAreTold(workspaceId: number): RawBuilder<unknown> {
  return sql`exists (select from relations where workspace_id = ${workspaceId} and kind = 'invited_by')`;
}

/** How many people a person brought; null: the log never says who brought whom. */
export async function countReferrals(
  db: Db,
  workspaceId: number,
  homes: readonly number[],
): Promise<number | null> {
  const own = await identitiesOf(db, workspaceId, homes);
  const refs = own.map(({ namespace, value }) => `${namespace} ${value}`);
  const { rows } = await sql<{ people: number | null }>`
    select case when ${referralsAreTold(workspaceId)}
      then (select count(*) from (${referrals(workspaceId, refs)}) b) end as people`.execute(db);
  return rows[0]?.people ?? null;
}

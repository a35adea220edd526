import type { CombinedOrder, OrderEntry } from '@yutang/core/orders';
import { sql } from 'kysely';
import { texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';

/** What orders ask of identity: `homesOfIdentities` and `identitiesOf`. */
export interface PartyLookup {
  homesOf(tx: Tx, workspaceId: number, keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  identitiesOf(
    tx: Tx,
    workspaceId: number,
    homes: readonly number[],
  ): Promise<readonly { namespace: string; value: string }[]>;
}

type Parties = Pick<CombinedOrder, 'home' | 'payer' | 'beneficiary'>;

/** The identities these name as payer or beneficiary, as `namespace value`. */
export function keysOfParties(of: readonly Parties[]): string[] {
  const keys = new Set<string>();
  for (const { payer, beneficiary } of of)
    for (const party of [payer, beneficiary]) if (party?.kind === 'identity') keys.add(party.ref);
  return [...keys];
}

/**
 * Whose value an order is and who uses what was bought (ID-12): whoever the order names, else who placed it. 0: an
 * organisation, or a person nobody has seen yet.
 */
export function sidesOf(
  { home, payer, beneficiary }: Parties,
  homes: ReadonlyMap<string, number>,
): { buyerHome: number; userHome: number } {
  const of = (party: Parties['payer']) =>
    party === null ? home : party.kind === 'organisation' ? 0 : (homes.get(party.ref) ?? 0);
  return { buyerHome: of(payer), userHome: of(beneficiary) };
}

/** Who uses what somebody else pays for, as each entry says: an order that names no other party says nothing of use. */
export function usesOf(
  entries: readonly OrderEntry[],
  homes: ReadonlyMap<string, number>,
): { home: number; at: number }[] {
  return entries.flatMap((entry) => {
    if (!entry.payer && !entry.beneficiary) return [];
    const home = sidesOf(entry, homes).userHome;
    return home === 0 ? [] : [{ home, at: entry.at }];
  });
}

/** Numbers of the orders that name one of the homes born in a tick as payer or beneficiary; they came before the person. */
export async function ordersWaitingFor(
  tx: Tx,
  workspaceId: number,
  born: readonly number[],
  lookup: PartyLookup,
): Promise<string[]> {
  if (born.length === 0) return [];
  const named = (side: 'payer' | 'beneficiary') => sql`workspace_id = ${workspaceId}
    and ${sql.ref(side)} ->> 'kind' = 'identity'`;
  const { rows: some } = await sql<{ any: boolean }>`
    select exists (select from order_entries where ${named('payer')})
      or exists (select from order_entries where ${named('beneficiary')}) as any`.execute(tx);
  if (!some[0]?.any) return [];
  const identities = await lookup.identitiesOf(tx, workspaceId, born);
  const keys = texts(identities.map(({ namespace, value }) => `${namespace} ${value}`));
  const { rows } = await sql<{ order_id: string }>`
    select order_id from order_entries where ${named('payer')} and payer ->> 'ref' = any(${keys}::text[])
    union
    select order_id from order_entries where ${named('beneficiary')} and beneficiary ->> 'ref' = any(${keys}::text[])`.execute(
    tx,
  );
  return rows.map((row) => row.order_id);
}

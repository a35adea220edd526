import type { Standing } from '@yutang/core/pond';
import { privateState } from '@yutang/core/pond';
import { sql } from 'kysely';
import { integers, texts } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import type { PondChange } from './evaluate-changes.ts';

/** +1 into the private pond, −1 out of it, 0 neither. */
function flowOf(change: PondChange): number {
  return Number(change.to === privateState) - Number(change.from === privateState);
}

export async function insertChanges(
  tx: Tx,
  workspaceId: number,
  changes: readonly PondChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    insert into pond_changes (workspace_id, customer, seq, at, from_state, to_state, flow, reason, channel, play)
    select ${workspaceId}::int, * from unnest(
      ${integers(changes.map((c) => c.customer))}::bigint[], ${integers(changes.map((c) => c.seq))}::bigint[], ${integers(changes.map((c) => c.at))}::bigint[],
      ${integers(changes.map((c) => c.from))}::smallint[], ${integers(changes.map((c) => c.to))}::smallint[], ${integers(changes.map(flowOf))}::smallint[],
      ${texts(changes.map((c) => c.reason))}::text[], ${texts(changes.map((c) => c.channel))}::text[],
      ${texts(changes.map((c) => c.play))}::text[])`.execute(tx);
}

/** Where somebody is counted. */
interface Place {
  customer: number;
  state: number;
  channel: string | null;
}

/**
 * Brings the live counts up to date for these people and answers nothing: one row a person says where it is counted, so
 * every change moves exactly one. `final` holds new states (null: gone); `channels` first-touch channels that changed.
 */
export async function recount(
  tx: Tx,
  workspaceId: number,
  final: ReadonlyMap<number, Standing | null>,
  channels: ReadonlyMap<number, string | null>,
  newborn: ReadonlySet<number>,
): Promise<void> {
  const concerned = [...new Set([...final.keys(), ...channels.keys()])];
  const known = await readPlaces(
    tx,
    workspaceId,
    concerned.filter((customer) => !newborn.has(customer)),
  );
  const written: Place[] = [];
  const gone: number[] = [];
  const deltas = new Map<string, { state: number; channel: string; people: number }>();
  const count = (place: Place, people: number) => {
    const channel = place.channel ?? '';
    const key = `${place.state} ${channel}`;
    const delta = deltas.get(key);
    if (delta) delta.people += people;
    else deltas.set(key, { state: place.state, channel, people });
  };
  for (const customer of concerned) {
    const before = known.get(customer);
    const standing = final.get(customer);
    if (standing === null) {
      if (before) {
        count(before, -1);
        gone.push(customer);
      }
      continue;
    }
    const state = standing?.state ?? before?.state;
    if (state === undefined) continue;
    const channel = channels.has(customer)
      ? (channels.get(customer) as string | null)
      : (before?.channel ?? null);
    if (before && before.state === state && before.channel === channel) continue;
    if (before) count(before, -1);
    const place = { customer, state, channel };
    count(place, 1);
    written.push(place);
  }
  await writePlaces(tx, workspaceId, written, gone);
  const changed = [...deltas.values()].filter((delta) => delta.people !== 0);
  if (changed.length === 0) return;
  await sql`
    insert into pond_counts as c (workspace_id, state, channel, people)
    select ${workspaceId}::int, * from unnest(${integers(changed.map((d) => d.state))}::smallint[],
      ${texts(changed.map((d) => d.channel))}::text[], ${integers(changed.map((d) => d.people))}::bigint[])
    on conflict (workspace_id, state, channel) do update set people = c.people + excluded.people`.execute(tx);
  // an empty class leaves no row behind, so that a rebuild gives the same table
  await sql`delete from pond_counts where workspace_id = ${workspaceId} and people = 0`.execute(tx);
}

async function readPlaces(
  tx: Tx,
  workspaceId: number,
  customers: readonly number[],
): Promise<Map<number, Place>> {
  if (customers.length === 0) return new Map();
  const { rows } = await sql<Place>`
    select customer, state, channel from pond_people
    where workspace_id = ${workspaceId} and customer = any(${integers(customers)}::bigint[])`.execute(tx);
  return new Map(rows.map((row) => [row.customer, row]));
}

async function writePlaces(
  tx: Tx,
  workspaceId: number,
  places: readonly Place[],
  gone: readonly number[],
): Promise<void> {
  if (gone.length > 0) {
    await sql`delete from pond_people where workspace_id = ${workspaceId} and customer = any(${integers(gone)}::bigint[])`.execute(
      tx,
    );
  }
  if (places.length === 0) return;
  await sql`
    insert into pond_people (workspace_id, customer, state, channel)
    select ${workspaceId}::int, * from unnest(${integers(places.map((p) => p.customer))}::bigint[],
      ${integers(places.map((p) => p.state))}::smallint[], ${texts(places.map((p) => p.channel))}::text[])
    on conflict (workspace_id, customer) do update set state = excluded.state, channel = excluded.channel`.execute(
    tx,
  );
}

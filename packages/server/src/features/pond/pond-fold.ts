import { pondFlags } from '@yutang/core/pond';
import type { Tick } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import {
  channelsOf,
  consentsOf,
  findingsOf,
  type PartRow,
  partsOf,
  relationsOf,
  type TickFindings,
  writeStandings,
} from '../customers/index.ts';
import { type Crossing, evaluateChanges } from './evaluate-changes.ts';
import { insertChanges, recount } from './pond-store.ts';

const reachKinds = new Set(['contact', 'follow', 'community', 'owner', 'outlet']);

/**
 * Evaluates the three-part test for everybody whom the tick gave a new identity, a relation, a consent or another
 * partition; nobody else can have changed.
 */
export async function foldPond(tx: Tx, tick: Tick): Promise<void> {
  const { workspaceId, moves, events } = tick;
  const found = findingsOf(tick);
  const moved = new Set(moves.flatMap((move) => [move.from, move.to]));
  moved.delete(0);
  const concerned = concernedBy(found, moved);
  const parts = await concernedParts(tx, workspaceId, found, concerned, moved);
  const firstSeq = events[0]?.seq ?? 0;
  // who was born in this tick has no facts from before it
  const older = parts.filter((part) => part.bornSeq < firstSeq).map((part) => part.home);
  const relations = (await relationsOf(tx, workspaceId, older)).filter((fact) => fact.seq < firstSeq);
  const consents = (await consentsOf(tx, workspaceId, older)).filter((fact) => fact.seq < firstSeq);
  const evaluation = evaluateChanges({
    parts,
    moves,
    relations: [...relations, ...found.relations].filter((fact) => reachKinds.has(fact.kind)),
    consents: [...consents, ...found.consents].filter((fact) => fact.purpose === 'marketing'),
    events,
  });
  const { changes, crossings, initial, final } = evaluation;
  await insertChanges(tx, workspaceId, changes);
  const standings = [...final].flatMap(([customer, standing]) => {
    const before = initial.get(customer);
    const same =
      before?.state === standing?.state &&
      before?.owner === standing?.owner &&
      before?.ownerSince === standing?.ownerSince &&
      before?.outlet === standing?.outlet;
    return standing && (!same || moved.has(customer)) ? [{ customer, ...standing }] : [];
  });
  await writeStandings(tx, workspaceId, standings);
  const existing = [...final].flatMap(([customer, standing]) =>
    standing && moved.has(customer) ? [customer] : [],
  );
  const channels = await channelsOf(tx, workspaceId, [...new Set([...found.channelChanged, ...existing])]);
  const newborn = new Set(
    changes.flatMap((change) => (change.reason === 'first_seen' ? [change.customer] : [])),
  );
  await recount(tx, workspaceId, final, channels, newborn);
  for (const crossing of crossings) announce(tick, crossing);
}

function concernedBy(found: TickFindings, moved: ReadonlySet<number>): Set<number> {
  const concerned = new Set(moved);
  for (const birth of found.births) concerned.add(birth.customer);
  const touch = (home: number) => {
    const customer = found.customerOfTouched.get(home);
    if (customer !== undefined) concerned.add(customer);
  };
  for (const fact of found.relations) if (reachKinds.has(fact.kind)) touch(fact.home);
  for (const fact of found.consents) if (fact.purpose === 'marketing') touch(fact.via);
  return concerned;
}

/** Every home of those concerned; whoever is new has only homes born in the tick, which need no look. */
async function concernedParts(
  tx: Tx,
  workspaceId: number,
  found: TickFindings,
  concerned: ReadonlySet<number>,
  moved: ReadonlySet<number>,
): Promise<PartRow[]> {
  const isNew = new Set<number>();
  for (const { home, customer } of found.births)
    if (home === customer && !moved.has(customer)) isNew.add(customer);
  const older = [...concerned].filter((customer) => !isNew.has(customer));
  const parts = await partsOf(tx, workspaceId, older);
  for (const birth of found.births) if (isNew.has(birth.customer)) parts.push(birth);
  return parts.sort((a, b) => a.home - b.home);
}

/** What an import brings fires nothing, so it is not announced; the ledger of changes has it. */
function announce(tick: Tick, { change, entered, owner, history }: Crossing): void {
  if (history) return;
  const { identifiable, reachable, operable } = pondFlags((entered ? change.from : change.to) ?? 0);
  tick.emit({
    name: entered ? 'Pond Entered' : 'Pond Left',
    source: change.customer,
    customer: change.customer,
    occurredAt: change.at,
    channel: change.channel,
    staff: owner,
    properties: {
      reason: change.reason,
      [entered ? 'before' : 'after']: { identifiable, reachable, operable },
    },
  });
}

import type { CustomerOwnership } from '@yutang/contracts/ownership';
import { assignedOf } from '@yutang/core/customers';
import type { EventRow, EventStore } from '../../platform/event-store/event-store.ts';
import type { Person } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { customerRows, relationsOf } from '../customers/index.ts';
import { listUnits, namesOfStaff } from '../organisation/index.ts';

/** Most changes shown. */
const mostChanges = 100;

/** Who a person belongs to, why, and how that came about. The reasons in `by` come from the event store, which may be moments behind. */
export async function askOwnership(
  db: Db,
  events: EventStore,
  workspaceId: number,
  { customer, homes }: Person,
): Promise<CustomerOwnership> {
  const facts = await relationsOf(db, workspaceId, homes);
  const [row] = await customerRows(db, workspaceId, [customer]);
  const assignedOwner = assignedOf(facts, 'owner');
  const changes = facts
    .filter(({ kind }) => kind === 'owner' || kind === 'outlet')
    .sort((a, b) => b.at - a.at || b.seq - a.seq)
    .slice(0, mostChanges);
  const said = await saidBy(
    events,
    workspaceId,
    changes.map(({ seq }) => seq),
  );
  const outlet = row ? (row.assigned_outlet ?? row.member_outlet ?? row.outlet) : null;
  const refs = [...changes.map(({ ref }) => ref), ...(row?.owner ? [row.owner] : [])];
  const staff = await namesOfStaff(db, workspaceId, refs);
  const outlets = new Map((await listUnits(db, workspaceId)).map(({ ref, name }) => [ref, name]));
  return {
    owner: row?.owner ?? null,
    ownerName: staff.get(row?.owner ?? '') ?? null,
    ownerSince: row?.owner_since ?? null,
    ownerBy: row?.owner ? (assignedOwner ? 'assigned' : 'contact') : null,
    outlet,
    outletName: outlets.get(outlet) ?? null,
    outletBy: outletBy(row),
    history: changes.map(({ seq, at, kind, ref, active }) => ({
      seq,
      at,
      kind: kind as 'owner' | 'outlet',
      ref: ref === '*' ? null : ref,
      name: (kind === 'owner' ? staff.get(ref) : outlets.get(ref)) ?? null,
      active,
      ...(said.get(seq) ?? { by: null, assignment: null }),
    })),
  };
}

function outletBy(row: Awaited<ReturnType<typeof customerRows>>[number] | undefined) {
  if (!row) return null;
  if (row.assigned_outlet !== null) return 'assigned' as const;
  if (row.member_outlet !== null) return 'member' as const;
  return row.outlet === null ? null : ('seen' as const);
}

async function saidBy(
  events: EventStore,
  workspaceId: number,
  seqs: readonly number[],
): Promise<Map<number, { by: string | null; assignment: number | null }>> {
  if (seqs.length === 0) return new Map();
  const rows = await events.query<Pick<EventRow, 'seq' | 'props'>>(workspaceId, {
    sql: 'select seq, props from events where seq in (:seqs)',
    params: { seqs: [...seqs] },
    limit: mostChanges,
  });
  return new Map(
    rows.map(({ seq, props }) => {
      const { recordedBy, assignment } = JSON.parse(props) as Record<string, unknown>;
      return [
        seq,
        {
          by: typeof recordedBy === 'string' ? recordedBy : null,
          assignment: typeof assignment === 'number' ? assignment : null,
        },
      ];
    }),
  );
}

import type { PondParts, PondPartsQuery } from '@yutang/contracts/pond';
import type { Db } from '../../platform/postgres/db.ts';
import { countBelonging, type PeopleFilter } from '../customers/index.ts';
import { listUnits, namesOfStaff } from '../organisation/index.ts';
import { addState, emptyCounts } from './pond-question.ts';

/** Parts that are shown one by one. */
const mostParts = 200;

type Part = PondParts['items'][number];

/** The pool by outlet or owner; everybody stands in exactly one part (ACQ-43). */
export async function askParts(
  db: Db,
  workspaceId: number,
  by: PondPartsQuery['by'],
  filter: PeopleFilter,
): Promise<PondParts> {
  const parts = new Map<string | null, Part>();
  for (const row of await countBelonging(db, workspaceId, by, filter)) {
    const part = parts.get(row.key) ?? { key: row.key, title: null, counts: emptyCounts(), netMinor: 0 };
    parts.set(row.key, part);
    addState(part.counts, row);
    part.netMinor += row.netMinor;
  }
  const sorted = [...parts.values()].sort(
    (a, b) =>
      b.counts.private - a.counts.private ||
      b.counts.people - a.counts.people ||
      ((a.key ?? '') < (b.key ?? '') ? -1 : 1),
  );
  const items = sorted.slice(0, mostParts);
  const names = await namesOf(db, workspaceId, by, items);
  for (const part of items) part.title = part.key === null ? null : (names.get(part.key) ?? null);
  const others = { parts: sorted.length - items.length, counts: emptyCounts(), netMinor: 0 };
  for (const { counts, netMinor } of sorted.slice(mostParts)) {
    for (const part of Object.keys(counts) as (keyof typeof counts)[]) others.counts[part] += counts[part];
    others.netMinor += netMinor;
  }
  return { items, others };
}

async function namesOf(
  db: Db,
  workspaceId: number,
  by: PondPartsQuery['by'],
  parts: readonly Part[],
): Promise<ReadonlyMap<string, string>> {
  if (by === 'owner')
    return namesOfStaff(
      db,
      workspaceId,
      parts.flatMap(({ key }) => key ?? []),
    );
  const units = await listUnits(db, workspaceId);
  return new Map(units.flatMap(({ ref, name }) => (ref === null ? [] : [[ref, name] as const])));
}

import { brandOutlets } from '@yutang/core/simulation';
import { insertStaff, insertUnit } from '../../features/organisation/index.ts';
import type { Tx } from '../../platform/postgres/db.ts';

/** Makes the brand's four regions, 24 outlets and 96 guides; answers the regions' numbers by name. */
export async function seedOrganisation(
  tx: Tx,
  workspaceId: number,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const regions = new Map<string, number>();
  const make = async (
    kind: 'region' | 'outlet',
    name: string,
    ref: string | null,
    parentId: number | null,
  ) => {
    const unit = await insertUnit(tx, workspaceId, { kind, name, ref, parentId, headId: null }, now);
    if (!unit) throw new Error(`${name} is there already`);
    return unit.id;
  };
  for (const { key, name, region, dealer, guides } of brandOutlets) {
    const parentId = regions.get(region) ?? (await make('region', region, null, null));
    regions.set(region, parentId);
    const unitId = await make('outlet', name, key, parentId);
    for (const guide of guides) {
      const title = dealer ? '经销商导购' : '导购';
      const staff = { ref: guide.key, name: guide.name, title, unitId, takesCustomers: true };
      await insertStaff(tx, workspaceId, staff, now);
    }
  }
  return regions;
}

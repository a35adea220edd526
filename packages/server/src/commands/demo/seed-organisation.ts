import { brandOutlets } from '@yutang/core/simulation';
import { insertStaff, insertUnit } from '../../features/organisation/index.ts';
import { writeDuty } from '../../features/ownership/index.ts';
import type { Tx } from '../../platform/postgres/db.ts';

/** Which department answers for which channels, and what it promises. Tmall, the website and referrals stay nobody's: a gap to see. */
const departments = [
  ['电商部', ['mini_program'], '下单后两小时内有人跟进', 120],
  ['会员运营部', ['official_account', 'wecom', 'community'], '工作时间十分钟内回复', 10],
  ['市场投放部', ['feed_ads', 'douyin', 'xiaohongshu'], '', null],
  ['门店运营部', ['outlet'], '进店一分钟内招呼,离店前加好友', 1],
] as const;

/** Makes the brand's four regions, 24 outlets, four departments and 96 guides; answers the regions' numbers by name. */
export async function seedOrganisation(
  tx: Tx,
  workspaceId: number,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const regions = new Map<string, number>();
  const make = async (
    kind: 'region' | 'outlet' | 'department',
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
  for (const [name, channels, standard, replyMinutes] of departments) {
    const unitId = await make('department', name, null, null);
    for (const channel of channels) {
      const duty = { unitId, standard, replyMinutes };
      await writeDuty(tx, workspaceId, channel, duty, { at: now, label: 'demo' });
    }
  }
  return regions;
}

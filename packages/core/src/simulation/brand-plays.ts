/** A play of the simulated brand; spend is what its clicks cost, by day. */
export interface BrandPlay {
  code: string;
  name: string;
  goal: string;
  owner: string;
  budgetMinor: number | null;
  hypothesis: string;
}

/** Plays that the simulated events carry. */
export const brandPlays: readonly BrandPlay[] = [
  {
    code: 'newborn-gift',
    name: '新生儿礼包',
    goal: '信息流拉新,每位私域客户不超过 60 元',
    owner: '阿玲',
    budgetMinor: 1_200_000,
    hypothesis: '领了礼包的妈妈,30 天内首单率高于自然访客',
  },
  {
    code: 'douyin-live',
    name: '抖音直播引流',
    goal: '把直播间观众带进小程序',
    owner: '小周',
    budgetMinor: 500_000,
    hypothesis: '看直播的人便宜但不忠诚,留存低于其他渠道',
  },
  {
    code: 'xhs-notes',
    name: '小红书种草',
    goal: '100 篇笔记,带来 300 位会员',
    owner: '小周',
    budgetMinor: 1_500_000,
    hypothesis: '种草来的客户客单价更高',
  },
  {
    code: 'guide-friends',
    name: '导购加好友',
    goal: '每家门店每天新增 3 位企微好友',
    owner: '店长群',
    budgetMinor: null,
    hypothesis: '加了导购的客户复购更快',
  },
  {
    code: 'parcel-card',
    name: '包裹卡召回',
    goal: '把天猫买家变成企微好友',
    owner: '阿玲',
    budgetMinor: 200_000,
    hypothesis: '扫包裹卡的买家比不扫的多买一次',
  },
];

/** The play that an advertisement of a channel belongs to. */
export const playOfChannel: Readonly<Record<string, string>> = {
  feed_ads: 'newborn-gift',
  douyin: 'douyin-live',
  xiaohongshu: 'xhs-notes',
};

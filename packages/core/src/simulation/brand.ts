import type { DomainClass } from '../channels/index.ts';

/** A channel of the simulated brand, by the name the platform seeds it with (`referral` is the brand's own). What it costs and what its people are worth is planted: see docs/demo-truths.md. */
export interface BrandChannel {
  key: string;
  name: string;
  domain: DomainClass;
  /** Fen paid for a click; 0 where nothing is paid. */
  clickMinor: number;
  /** Share of its people who ever buy. */
  buyerShare: number;
  /** Their purchase rate and spend against the brand's average. */
  quality: number;
  weight: number;
}

/** Where strangers come from. Weights are shares of arrivals that are no founding members. */
export const brandChannels: readonly BrandChannel[] = [
  c('outlet', '门店', 'semi', 0, 0.86, 1.15, 27),
  c('feed_ads', '信息流广告', 'public', 260, 0.4, 1, 14),
  c('douyin', '抖音', 'public', 120, 0.14, 0.7, 12),
  c('xiaohongshu', '小红书', 'public', 340, 0.46, 1.3, 9),
  c('official_account', '公众号', 'semi', 0, 0.5, 1.05, 10),
  c('referral', '老客推荐', 'private', 0, 0.68, 1.25, 10),
  c('tmall', '天猫', 'commercial', 0, 1, 0.8, 18),
  // nobody arrives here first: people are led here
  c('mini_program', '小程序', 'semi', 0, 1, 1, 0),
  c('website', '官网', 'semi', 0, 1, 1, 0),
  c('wecom', '企业微信', 'private', 0, 1, 1, 0),
];

function c(
  key: string,
  name: string,
  domain: DomainClass,
  clickMinor: number,
  buyerShare: number,
  quality: number,
  weight: number,
): BrandChannel {
  return { key, name, domain, clickMinor, buyerShare, quality, weight };
}

/** An outlet of the simulated brand; `phone` is what a lazy guide types when a customer gives none. */
export interface BrandOutlet {
  key: string;
  name: string;
  city: string;
  region: string;
  /** Run by a dealer, not by the brand. */
  dealer: boolean;
  phone: string;
  guides: BrandGuide[];
  communities: string[];
}

/** A guide; `key` is the staff reference that events carry. */
export interface BrandGuide {
  key: string;
  name: string;
  outlet: string;
}

const places: [region: string, city: string, outlets: string[]][] = [
  ['华东', '上海', ['南京西路店', '徐家汇店', '五角场店', '浦东世纪大道店', '虹桥店']],
  ['华东', '杭州', ['武林店', '滨江店', '西溪店']],
  ['华东', '南京', ['新街口店', '河西店']],
  ['华东', '苏州', ['观前街店', '园区店']],
  ['华南', '广州', ['天河城店', '番禺店', '白云店']],
  ['华南', '深圳', ['福田店', '南山店', '龙岗店']],
  ['华西', '成都', ['春熙路店', '高新店']],
  ['华西', '重庆', ['解放碑店', '观音桥店']],
  ['华中', '武汉', ['江汉路店', '光谷店']],
];

const guideFamilies = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧';
const guideGiven = '小美 婷婷 丽娜 雪琴 佳怡 晓燕 雅静 思雨 梦洁 玉兰 文静 春梅 海霞 子涵 诗琪 慧敏'.split(
  ' ',
);

/** 24 outlets with four guides and two communities each; four of five are the brand's own. */
export const brandOutlets: readonly BrandOutlet[] = places
  .flatMap(([region, city, names]) => names.map((name) => ({ region, city, name })))
  .map(({ region, city, name }, at) => {
    const number = String(at + 1).padStart(2, '0');
    const key = `outlet-${number}`;
    return {
      key,
      name,
      city,
      region,
      dealer: at % 5 === 4,
      phone: `171000000${number}`,
      guides: [0, 1, 2, 3].map((n) => {
        const index = at * 4 + n;
        return {
          key: `guide-${String(index + 1).padStart(3, '0')}`,
          // 小美 of 南京西路店 is the first of all
          name: index === 0 ? '小美' : `${guideFamilies[index % 30]}${guideGiven[(index * 7) % 16]}`,
          outlet: key,
        };
      }),
      communities: [1, 2].map((n) => `community-${number}-${n}`),
    };
  });

/** Fixed names of the simulated brand: its WeChat accounts, its shop, and the namespaces they give. */
export const brand = {
  name: '小满妈妈',
  zone: 'Asia/Shanghai',
  officialAccount: 'wx-xiaoman-account',
  miniProgram: 'wx-xiaoman-mall',
  corporation: 'ww-xiaoman',
  namespaces: {
    unionid: 'unionid:xiaoman',
    accountOpenid: 'openid:wx-xiaoman-account',
    mallOpenid: 'openid:wx-xiaoman-mall',
    contact: 'external_userid:ww-xiaoman',
    shop: 'shop:tmall',
  },
} as const;

/** How a simulated event reaches us, and whether what it says of identities is verified or merely claimed. */
export const brandSources = {
  website: { name: '官网', kind: 'browser', verified: false },
  'mini-program': { name: '小程序', kind: 'browser', verified: false },
  server: { name: '商城后台', kind: 'server', verified: true },
  pos: { name: '门店收银', kind: 'server', verified: true },
  wecom: { name: '企业微信', kind: 'server', verified: true },
  'official-account': { name: '公众号', kind: 'server', verified: true },
  marketplace: { name: '天猫订单', kind: 'server', verified: true },
} as const;

/** Key of a source in `brandSources`. */
export type BrandSource = keyof typeof brandSources;

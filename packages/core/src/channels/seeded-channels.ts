import type { DomainClass } from './domain-class.ts';

/** What a brand should know of a channel before it spends money there. */
export interface ChannelTraits {
  domainClass: DomainClass;
  /** Reaching the same person again costs again. */
  paidToReach: boolean;
  /** The same person can be reached repeatedly. */
  reusable: boolean;
  /** The brand may take the data out. */
  dataExportable: boolean;
}

export interface SeededChannel extends ChannelTraits {
  name: string;
  zh: string;
  platform: string | null;
  /** Other spellings that events carry. */
  aliases: readonly string[];
}

const traits: Record<DomainClass, ChannelTraits> = {
  public: { domainClass: 'public', paidToReach: true, reusable: false, dataExportable: false },
  commercial: { domainClass: 'commercial', paidToReach: true, reusable: false, dataExportable: false },
  stock: { domainClass: 'stock', paidToReach: false, reusable: true, dataExportable: true },
  semi: { domainClass: 'semi', paidToReach: false, reusable: true, dataExportable: true },
  private: { domainClass: 'private', paidToReach: false, reusable: true, dataExportable: true },
};

function seed(
  domainClass: DomainClass,
  name: string,
  zh: string,
  platform: string | null,
  aliases: string[] = [],
  own: Partial<ChannelTraits> = {},
): SeededChannel {
  return { ...traits[domainClass], ...own, name, zh, platform, aliases };
}

/**
 * The Chinese platforms of the requirement texts, as they stand there: paid and one-off is public or commercial;
 * mini program, official account, app and site are in between; friends, groups, moments and video account are private
 * (000 line 8). Fans and members on somebody else's ground are stock (003 line 62).
 */
export const seededChannels: readonly SeededChannel[] = [
  seed('public', 'search_ads', '搜索广告', null, ['sem', 'baidu', 'google', 'bing']),
  seed('public', 'feed_ads', '信息流广告', null, ['信息流', 'oceanengine', 'gdt', '腾讯广告', '巨量引擎']),
  seed('public', 'organic_search', '自然搜索', null, ['seo'], { paidToReach: false }),
  seed('public', 'douyin', '抖音', 'douyin', ['tiktok']),
  seed('public', 'kuaishou', '快手', 'kuaishou'),
  seed('public', 'xiaohongshu', '小红书', 'xiaohongshu', ['red', 'rednote']),
  seed('public', 'bilibili', 'B站', 'bilibili', ['哔哩哔哩']),
  seed('public', 'weibo', '微博', 'weibo'),
  seed('public', 'zhihu', '知乎', 'zhihu'),
  seed('public', 'outdoor', '户外广告', null, ['ooh', '电梯广告']),
  seed('public', 'kol', '达人合作', null, ['koc', '达人']),
  seed('commercial', 'taobao', '淘宝', 'taobao'),
  seed('commercial', 'tmall', '天猫', 'taobao'),
  seed('commercial', 'jd', '京东', 'jd', ['jingdong']),
  seed('commercial', 'pinduoduo', '拼多多', 'pinduoduo', ['pdd']),
  seed('commercial', 'meituan', '美团', 'meituan', ['大众点评', 'dianping']),
  seed('commercial', 'douyin_shop', '抖音小店', 'douyin', ['抖店']),
  seed('stock', 'membership', '会员', null, ['member', 'crm']),
  seed('stock', 'douyin_account', '抖音号', 'douyin', ['抖音企业号'], { dataExportable: false }),
  seed('stock', 'kuaishou_account', '快手号', 'kuaishou', [], { dataExportable: false }),
  seed('stock', 'shop_fans', '店铺粉丝', 'taobao', [], { dataExportable: false }),
  seed('semi', 'official_account', '公众号', 'wechat', ['wechat_oa', '服务号', '订阅号', 'mp']),
  seed('semi', 'mini_program', '小程序', 'wechat', ['miniprogram', '微信小程序', 'wxapp']),
  seed('semi', 'alipay_mini_program', '支付宝小程序', 'alipay', ['alipay']),
  seed('semi', 'website', '官网', null, ['web', 'site']),
  seed('semi', 'app', 'APP', null, ['ios', 'android']),
  seed('semi', 'outlet', '门店', null, ['store', 'pos', '线下门店', 'offline']),
  seed('semi', 'package_card', '包裹卡', null, ['parcel_card']),
  seed('semi', 'sms', '短信', null, [], { paidToReach: true }),
  seed('semi', 'email', '邮件', null, ['edm', '电子邮件']),
  seed('private', 'wecom', '企业微信', 'wecom', ['wecom_contact', 'work_wechat', '企微']),
  seed('private', 'community', '社群', 'wecom', ['group_chat', '微信群', '企微群']),
  seed('private', 'moments', '朋友圈', 'wecom', ['moment']),
  seed('private', 'channels_account', '视频号', 'wechat', ['wechat_channels', 'video_account']),
];

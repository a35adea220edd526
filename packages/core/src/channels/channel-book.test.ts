import { describe, expect, it } from 'vitest';
import { channelName, createChannelBook, isMedium } from './channel-book.ts';
import { domainClasses, domainRank } from './domain-class.ts';
import { seededChannels } from './seeded-channels.ts';

describe('channels', () => {
  it('[ACQ-02] the seeded classes match the requirement text', () => {
    const book = createChannelBook([]);
    // 公域流量是付费且一次性的
    for (const name of ['搜索广告', '信息流', '抖音'])
      expect(book.find(channelName(name))).toMatchObject({ domainClass: 'public', reusable: false });
    for (const name of ['淘宝', '天猫', '京东']) expect(book.classOf(channelName(name))).toBe('commercial');
    // 朋友圈、社群、视频号…是私域,可免费永久使用
    for (const name of ['朋友圈', '社群', '视频号', '企业微信'])
      expect(book.find(channelName(name))).toMatchObject({
        domainClass: 'private',
        paidToReach: false,
        reusable: true,
      });
    // 还有一些介于公域和私域之间,如支付宝小程序、公众号、APP、官网
    for (const name of ['支付宝小程序', '公众号', 'APP', '官网', '小程序'])
      expect(book.classOf(channelName(name))).toBe('semi');
    // 粉丝、会员:存量
    for (const name of ['会员', '店铺粉丝', '抖音号']) expect(book.classOf(channelName(name))).toBe('stock');
  });

  it('are one, however they are spelled, and stay as sent when nobody knows them', () => {
    expect([' Douyin ', '抖音', 'TikTok'].map((spelling) => channelName(spelling))).toEqual([
      'douyin',
      'douyin',
      'douyin',
    ]);
    expect(channelName(' 神秘渠道 ')).toBe('神秘渠道');
    expect(channelName(null)).toBeNull();
    expect(channelName('  ')).toBeNull();
    const spellings = seededChannels.flatMap(({ name, zh, aliases }) =>
      [name, zh, ...aliases].map((each) => each.toLowerCase()),
    );
    expect(new Set(spellings).size).toBe(
      new Set(
        seededChannels.flatMap(({ name, zh, aliases }) => [
          ...new Set([name, zh, ...aliases].map((each) => each.toLowerCase())),
        ]),
      ).size,
    );
  });

  it('take the setting of the workspace over the seed, and are public until somebody says what they are', () => {
    const setting = {
      name: 'douyin',
      title: '抖音直播间',
      platform: null,
      domainClass: 'stock',
      paidToReach: false,
      reusable: true,
      dataExportable: false,
      form: null,
      line: null,
      carrier: null,
      connection: null,
      trend: 'decline',
    } as const;
    const book = createChannelBook([setting, { ...setting, name: 'forum' }]);
    expect(book.find('douyin')).toEqual({
      ...setting,
      // what the workspace does not say stays as it came
      form: 'short_video',
      line: 'online',
      carrier: 'account',
      connection: 'content',
      seeded: true,
      classified: true,
    });
    expect(book.find('forum')).toMatchObject({ seeded: false, classified: true });
    expect(book.find('unheard')).toMatchObject({
      domainClass: 'public',
      classified: false,
      title: 'unheard',
    });
    expect(book.all()).toHaveLength(seededChannels.length + 1);
  });

  it('rank from public to private; media are no places', () => {
    expect(domainClasses.map(domainRank)).toEqual([0, 1, 2, 3, 4]);
    expect(isMedium('sms')).toBe(true);
    expect(isMedium('mini_program')).toBe(false);
  });
});

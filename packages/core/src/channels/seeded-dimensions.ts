import {
  type ChannelCarrier,
  type ChannelDimensions,
  type ChannelForm,
  type ChannelLine,
  type ConnectionType,
  noDimensions,
} from './dimensions.ts';

type Row = [ChannelForm | null, ChannelLine, ChannelCarrier, ConnectionType | null];

/**
 * Sides of the seeded channels. Connection as in 000 lines 66–67: APP, mini program and traceability by trade; official account,
 * Douyin, Toutiao, Weibo by content; moments and groups by community; what belongs to somebody else by a third party. An
 * advertisement, an SMS and an e-mail reach people and connect nobody.
 */
const rows: Record<string, Row> = {
  search_ads: ['image_text', 'online', 'feed', null],
  feed_ads: ['image_text', 'online', 'feed', null],
  organic_search: ['image_text', 'online', 'feed', null],
  douyin: ['short_video', 'online', 'account', 'content'],
  kuaishou: ['short_video', 'online', 'account', 'content'],
  xiaohongshu: ['image_text', 'online', 'account', 'content'],
  bilibili: ['short_video', 'online', 'account', 'content'],
  weibo: ['image_text', 'online', 'account', 'content'],
  zhihu: ['image_text', 'online', 'account', 'content'],
  outdoor: ['image_text', 'offline', 'place', null],
  kol: ['short_video', 'online', 'account', 'content'],
  taobao: ['image_text', 'online', 'shop', 'third_party'],
  tmall: ['image_text', 'online', 'shop', 'third_party'],
  jd: ['image_text', 'online', 'shop', 'third_party'],
  pinduoduo: ['image_text', 'online', 'shop', 'third_party'],
  meituan: ['image_text', 'online', 'shop', 'third_party'],
  douyin_shop: ['live', 'online', 'shop', 'third_party'],
  membership: [null, 'online', 'program', 'transaction'],
  douyin_account: ['short_video', 'online', 'account', 'content'],
  kuaishou_account: ['short_video', 'online', 'account', 'content'],
  shop_fans: ['image_text', 'online', 'shop', 'third_party'],
  official_account: ['image_text', 'online', 'account', 'content'],
  mini_program: ['image_text', 'online', 'program', 'transaction'],
  alipay_mini_program: ['image_text', 'online', 'program', 'transaction'],
  website: ['image_text', 'online', 'program', 'transaction'],
  app: ['image_text', 'online', 'program', 'transaction'],
  outlet: [null, 'offline', 'place', 'transaction'],
  package_card: ['image_text', 'offline', 'place', 'transaction'],
  sms: ['image_text', 'online', 'personal_account', null],
  email: ['image_text', 'online', 'personal_account', null],
  wecom: ['image_text', 'online', 'personal_account', 'community'],
  community: ['image_text', 'online', 'group', 'community'],
  moments: ['image_text', 'online', 'moments', 'community'],
  channels_account: ['live', 'online', 'account', 'content'],
};

/** The sides a channel has while the workspace says nothing of them. */
export function seededDimensions(name: string): ChannelDimensions {
  const row = rows[name];
  if (!row) return noDimensions;
  const [form, line, carrier, connection] = row;
  return { form, line, carrier, connection, trend: null };
}

/** What people see there (ACQ-41). */
export const channelForms = ['image_text', 'live', 'short_video'] as const;
export type ChannelForm = (typeof channelForms)[number];

export const channelLines = ['online', 'offline'] as const;
export type ChannelLine = (typeof channelLines)[number];

/** What carries it: 个人号、朋友圈、微信群、信息流、账号 (002 line 27), and a shop, a program (mini program, app, site), a place. */
export const channelCarriers = [
  'personal_account',
  'moments',
  'group',
  'feed',
  'account',
  'shop',
  'program',
  'place',
] as const;
export type ChannelCarrier = (typeof channelCarriers)[number];

/** How a place connects people to the brand (ACQ-06, 交易 / 内容 / 社群 / 第三方连接). */
export const connectionTypes = ['transaction', 'content', 'community', 'third_party'] as const;
export type ConnectionType = (typeof connectionTypes)[number];

/** Whether a platform loses or gains traffic (流量衰减 / 红利). */
export const channelTrends = ['decline', 'bonus'] as const;
export type ChannelTrend = (typeof channelTrends)[number];

/** The sides of a channel besides its domain class; null: does not apply or nobody said. */
export interface ChannelDimensions {
  form: ChannelForm | null;
  line: ChannelLine | null;
  carrier: ChannelCarrier | null;
  connection: ConnectionType | null;
  trend: ChannelTrend | null;
}

/** Of a channel nobody described. */
export const noDimensions: ChannelDimensions = {
  form: null,
  line: null,
  carrier: null,
  connection: null,
  trend: null,
};

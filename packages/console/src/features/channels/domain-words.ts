import { defineWords } from '../../words/define-words.ts';

/** The domain ladder, as read everywhere. */
export const domainWords = defineWords('domain', {
  public: ['公域', 'Public'],
  commercial: ['商域', 'Commercial'],
  semi: ['半公半私', 'Semi-private'],
  private: ['私域', 'Private'],
  stock: ['存量', 'Stock'],
  none: ['未分类', 'Unclassified'],
  'about.public': ['付费且一次性:搜索、信息流、平台首页', 'Paid once each time: search, feeds, front pages'],
  'about.commercial': ['平台内的店铺与流量位', 'Shops and paid places inside a platform'],
  'about.stock': ['别处的粉丝与会员,还不能自由触达', 'Fans and members elsewhere, not freely reachable'],
  'about.semi': ['公众号、官网、APP、支付宝小程序', 'Official account, website, app'],
  'about.private': ['企业微信好友、社群、自有小程序', 'WeCom friends, communities, own mini program'],
});

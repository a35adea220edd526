import type { EventFamily } from './event.ts';

/** A standard event: its family, and how people read it. */
export interface StandardEvent {
  family: EventFamily;
  zh: string;
}

/**
 * Names with a meaning to the platform. Names of the Segment e-commerce spec are kept as they are.
 * Any other name is a behaviour unless the workspace's dictionary says otherwise.
 */
export const standardEvents: Record<string, StandardEvent> = {
  // behaviour
  'Page Viewed': { family: 'behaviour', zh: '浏览页面' },
  'Screen Viewed': { family: 'behaviour', zh: '浏览小程序页面' },
  'Ad Clicked': { family: 'behaviour', zh: '点击广告' },
  'Product Viewed': { family: 'behaviour', zh: '浏览商品' },
  'Product Added': { family: 'behaviour', zh: '加入购物车' },
  'Product Removed': { family: 'behaviour', zh: '移出购物车' },
  'Cart Viewed': { family: 'behaviour', zh: '查看购物车' },
  'Checkout Started': { family: 'behaviour', zh: '开始结算' },
  'Product Used': { family: 'behaviour', zh: '使用产品' },
  'Content Shared': { family: 'behaviour', zh: '分享内容' },
  'Chat Message': { family: 'behaviour', zh: '聊天消息' },
  'Service Requested': { family: 'behaviour', zh: '发起服务' },
  'Feedback Given': { family: 'behaviour', zh: '评分反馈' },
  'Complaint Made': { family: 'behaviour', zh: '投诉' },
  'Profile Updated': { family: 'behaviour', zh: '更新资料' },
  // consumption
  'Order Completed': { family: 'consumption', zh: '下单' },
  'Order Paid': { family: 'consumption', zh: '支付订单' },
  'Order Refunded': { family: 'consumption', zh: '退款' },
  'Order Cancelled': { family: 'consumption', zh: '取消订单' },
  // relation
  'Contact Added': { family: 'relation', zh: '添加企业微信好友' },
  'Contact Removed': { family: 'relation', zh: '解除企业微信好友' },
  'Account Followed': { family: 'relation', zh: '关注公众号' },
  'Account Unfollowed': { family: 'relation', zh: '取消关注公众号' },
  'Community Joined': { family: 'relation', zh: '加入社群' },
  'Community Left': { family: 'relation', zh: '退出社群' },
  'Member Joined': { family: 'relation', zh: '注册会员' },
  'Consent Granted': { family: 'relation', zh: '授予同意' },
  'Consent Withdrawn': { family: 'relation', zh: '撤回同意' },
  'Owner Assigned': { family: 'relation', zh: '分配归属' },
  'Owner Released': { family: 'relation', zh: '解除归属' },
  'Outlet Assigned': { family: 'relation', zh: '分配门店' },
  'Outlet Released': { family: 'relation', zh: '解除门店' },
  'Group Joined': { family: 'relation', zh: '加入组织' },
  'Organisation Changed': { family: 'relation', zh: '组织资料变更' },
  'Alias Made': { family: 'relation', zh: '身份关联' },
  'Relation Stated': { family: 'relation', zh: '建立人际关系' },
  'Relation Ended': { family: 'relation', zh: '解除人际关系' },
  // system
  'Customer Merged': { family: 'system', zh: '客户合并' },
  'Customer Parted': { family: 'system', zh: '客户拆分' },
  'Identities Joined': { family: 'system', zh: '人工合并身份' },
  'Identities Parted': { family: 'system', zh: '人工拆分身份' },
  'Decision Withdrawn': { family: 'system', zh: '撤回身份决定' },
  'Linking Barred': { family: 'system', zh: '禁止关联某值' },
  'Linking Allowed': { family: 'system', zh: '恢复关联某值' },
  'Conflict Dismissed': { family: 'system', zh: '忽略身份冲突' },
  'Pond Entered': { family: 'system', zh: '进入私域' },
  'Pond Left': { family: 'system', zh: '离开私域' },
  'Customer Settled': { family: 'system', zh: '沉淀' },
  'Tag Added': { family: 'system', zh: '打上标签' },
  'Tag Removed': { family: 'system', zh: '移除标签' },
  'Source Stale': { family: 'system', zh: '来源久无消息' },
  'Source Recovered': { family: 'system', zh: '来源恢复' },
  'Complaint Resolved': { family: 'system', zh: '投诉已处理' },
  'Follow-up Noted': { family: 'system', zh: '跟进记录' },
  'Import Undone': { family: 'system', zh: '撤销导入' },
  'Customer Erased': { family: 'system', zh: '抹除个人信息' },
};

/** Family of an event name nobody described: behaviour. */
export function familyOf(name: string): EventFamily {
  return (Object.hasOwn(standardEvents, name) ? standardEvents[name] : undefined)?.family ?? 'behaviour';
}

import { defineErrors } from '../entry.ts';

/** Faults of outgoing webhooks. */
export const webhookErrors = defineErrors({
  'webhook.address': {
    status: 400,
    en: 'Field {field} {reason}. A webhook needs an https address on the public internet; hosts of your own network are named in the setting YUTANG_WEBHOOK_PRIVATE_HOSTS.',
    zh: '字段 {field} {reason}。Webhook 需要公网 https 地址;自家网络中的主机须写入设置 YUTANG_WEBHOOK_PRIVATE_HOSTS。',
  },
  'webhook.off': {
    status: 409,
    en: 'This webhook is off. Turn it on first.',
    zh: '该 Webhook 已停用,请先启用。',
  },
  'webhook.event-gone': {
    status: 409,
    en: 'The event of this delivery is not in the log any more, or the person was erased: there is nothing to send.',
    zh: '该投递的事件已不在日志中,或相关客户已被抹除,没有可发送的内容。',
  },
  'webhook.too-many': {
    status: 409,
    en: 'A workspace has at most {most} webhooks. Delete one that is not used.',
    zh: '每个工作区最多 {most} 个 Webhook,请先删除不用的。',
  },
});

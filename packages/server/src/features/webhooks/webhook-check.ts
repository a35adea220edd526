import type { Db } from '../../platform/postgres/db.ts';
import { troubledWebhooks } from './webhook-store.ts';

/** A line for doctor and the Health page: whether webhooks arrive. */
export function webhookCheck(db: Db) {
  const remedy = {
    en: 'Open Data › Webhooks: each says what its receiver answered. One that turned itself off sends again when you turn it on.',
    zh: '请打开「数据 › Webhook」查看接收方的应答;自动停用的 Webhook 在重新启用后继续发送。',
  };
  return {
    name: 'webhooks',
    label: { en: 'Webhooks', zh: 'Webhook' },
    remedy,
    async find() {
      const { active, failing, off } = await troubledWebhooks(db);
      const detail = {
        en:
          active + off === 0
            ? 'none'
            : `${active} on, ${failing} of them failing, ${off} turned themselves off`,
        zh: active + off === 0 ? '无' : `启用 ${active} 个,其中 ${failing} 个投递失败;自动停用 ${off} 个`,
      };
      if (failing + off > 0) return { state: 'warn' as const, detail, remedy };
      return { state: 'ok' as const, detail };
    },
  };
}

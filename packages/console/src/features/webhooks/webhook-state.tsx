import type { DeliveryState, Webhook } from '@yutang/contracts/webhooks';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { webhooksWords } from './webhooks-words.ts';

/** Whether a webhook sends, and whether it arrives. */
export function WebhookState({ webhook }: { webhook: Webhook }) {
  const say = useWords(webhooksWords);
  if (!webhook.active)
    return <Tag tone={webhook.disabledWhy === 'hand' ? 'plain' : 'bad'}>{say('state.off')}</Tag>;
  if (webhook.failures > 0) return <Tag tone="warn">{say('state.failing')}</Tag>;
  return <Tag tone="good">{say('state.on')}</Tag>;
}

const tones: Record<DeliveryState, TagTone> = {
  waiting: 'water',
  done: 'good',
  failed: 'bad',
  dropped: 'plain',
};

/** What became of a delivery. */
export function DeliveryTag({ state }: { state: DeliveryState }) {
  const say = useWords(webhooksWords);
  return <Tag tone={tones[state]}>{say(`delivery.${state}`)}</Tag>;
}

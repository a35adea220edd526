import { useQuery } from '@tanstack/react-query';
import type { Webhook } from '@yutang/contracts/webhooks';
import { Form, Input, Select } from 'antd';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { useDictionary } from '../dictionary/event-name.tsx';
import { useDeliveredName } from './delivered-name.ts';
import { webhookList } from './webhooks-api.ts';
import { webhooksWords } from './webhooks-words.ts';

/** What a webhook's form holds. */
export interface WebhookFields {
  url: string;
  description: string;
  events: string[];
}

/** What the form begins with. */
export const fieldsOf = (webhook?: Webhook): WebhookFields => ({
  url: webhook?.url ?? 'https://',
  description: webhook?.description ?? '',
  events: webhook?.events ?? [],
});

/** Address, purpose and events of a webhook, inside a form. */
export function WebhookFieldItems() {
  const say = useWords(webhooksWords);
  const eventName = useDeliveredName();
  const { data } = useQuery({ queryKey: ['webhooks'], queryFn: webhookList });
  const dictionary = useDictionary();
  const types = new Map(data?.named.map(({ name, type }) => [name, type]));
  const names = [...new Set([...types.keys(), ...(dictionary.data?.items ?? []).map(({ name }) => name)])];
  return (
    <>
      <Form.Item
        name="url"
        label={say('url')}
        extra={say('urlHint')}
        rules={[{ required: true, pattern: /^https?:\/\/[^\s/]/, message: say('needUrl') }]}
      >
        <Input maxLength={2000} inputMode="url" autoFocus />
      </Form.Item>
      <Form.Item name="description" label={say('description')} extra={say('descriptionHint')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="events" label={say('events')} extra={say('eventsHint')}>
        <Select
          mode="tags"
          placeholder={say('all')}
          optionFilterProp="label"
          options={names.map((name) => ({
            value: name,
            label: [eventName(name), types.get(name) ?? 'event.received'].join(' · '),
          }))}
        />
      </Form.Item>
      <Notice tone="warn">{say('personal')}</Notice>
    </>
  );
}

import type { Delivery, DeliveryState, Webhook } from '@yutang/contracts/webhooks';
import { Select } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useDeliveredName } from './delivered-name.ts';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { DeliveryTag } from './webhook-state.tsx';
import { deliveryList } from './webhooks-api.ts';
import { webhooksWords } from './webhooks-words.ts';

const states: DeliveryState[] = ['waiting', 'done', 'failed', 'dropped'];

/** What a webhook delivered, or tries to. */
export function DeliveryPanel({ webhook }: { webhook: Webhook }) {
  const say = useWords(webhooksWords);
  const eventName = useDeliveredName();
  const [state, setState] = useState<DeliveryState | ''>('');
  const [opened, setOpened] = useState<Delivery | null>(null);
  const list = usePaged<Delivery>(['webhooks', webhook.id, 'deliveries', state], (cursor) =>
    deliveryList(webhook.id, { ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Panel
      flush
      title={say('deliveries')}
      note={say('deliveriesLead')}
      aside={
        <Select
          aria-label={say('state')}
          value={state}
          onChange={setState}
          options={[
            { value: '', label: say('anyState') },
            ...states.map((one) => ({ value: one, label: say(`delivery.${one}`) })),
          ]}
          style={{ minWidth: 120 }}
        />
      }
    >
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noDeliveries')} text={say('noDeliveriesText')} />
          ) : (
            <>
              <DataTable
                caption={say('deliveries')}
                rows={items}
                rowKey={({ id }) => id}
                onOpen={setOpened}
                columns={[
                  {
                    key: 'event',
                    title: say('event'),
                    phone: 'title',
                    cell: ({ event }) => eventName(event),
                  },
                  {
                    key: 'state',
                    title: say('state'),
                    phone: 'bare',
                    cell: (delivery) => <DeliveryTag state={delivery.state} />,
                  },
                  {
                    key: 'answer',
                    title: say('answer'),
                    phone: 'bare',
                    cell: ({ status, error }) => error ?? (status === null ? null : `HTTP ${status}`),
                  },
                  { key: 'attempts', title: say('attempts'), number: true, cell: ({ attempts }) => attempts },
                  {
                    key: 'made',
                    title: say('happened'),
                    number: true,
                    cell: ({ createdAt }) => <Instant at={createdAt} as="ago" real />,
                  },
                  {
                    key: 'next',
                    title: say('next'),
                    number: true,
                    cell: ({ nextAt }) =>
                      nextAt === null ? null : <Instant at={nextAt} as="dateTime" real />,
                  },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
      <DeliveryDrawer webhook={webhook} delivery={opened} onClose={() => setOpened(null)} />
    </Panel>
  );
}

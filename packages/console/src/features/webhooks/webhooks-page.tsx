import { useQuery } from '@tanstack/react-query';
import type { Webhook } from '@yutang/contracts/webhooks';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { NewWebhook } from './new-webhook.tsx';
import { WebhookState } from './webhook-state.tsx';
import { webhookList } from './webhooks-api.ts';
import { webhooksWords } from './webhooks-words.ts';

/** Who is told what happens, and whether it arrives. */
export function WebhooksPage() {
  const say = useWords(webhooksWords);
  const session = useSession();
  const [making, setMaking] = useState(false);
  const asked = useQuery({ queryKey: ['webhooks'], queryFn: webhookList, refetchInterval: 10_000 });
  const add = session.can('webhooks.write') ? (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {say('add')}
    </Button>
  ) : null;
  return (
    <Page title={say('title')} lead={say('lead')} actions={add}>
      <Answer of={asked}>
        {({ items }) => (
          <Panel flush={items.length > 0}>
            {items.length === 0 ? (
              <Empty title={say('empty')} text={say('emptyText')} action={add} />
            ) : (
              <WebhookTable webhooks={items} />
            )}
          </Panel>
        )}
      </Answer>
      <NewWebhook open={making} onClose={() => setMaking(false)} />
    </Page>
  );
}

function WebhookTable({ webhooks }: { webhooks: Webhook[] }) {
  const say = useWords(webhooksWords);
  const formats = useFormats();
  const navigate = useNavigate();
  return (
    <DataTable
      caption={say('title')}
      rows={webhooks}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate(`/webhooks/${id}`)}
      columns={[
        {
          key: 'url',
          title: say('url'),
          phone: 'title',
          cell: ({ id, url, description }) => (
            <span style={{ overflowWrap: 'anywhere' }}>
              <Link to={`/webhooks/${id}`}>{description || new URL(url).host}</Link> <small>{url}</small>
            </span>
          ),
        },
        {
          key: 'state',
          title: say('state'),
          phone: 'bare',
          cell: (webhook) => <WebhookState webhook={webhook} />,
        },
        {
          key: 'events',
          title: say('events'),
          phone: 'bare',
          cell: ({ events }) => (events.length === 0 ? say('all') : say('count', { count: events.length })),
        },
        {
          key: 'waiting',
          title: say('waiting'),
          number: true,
          cell: ({ waiting }) => formats.number(waiting),
        },
        {
          key: 'failed',
          title: say('failed'),
          number: true,
          cell: ({ failed }) => formats.number(failed),
        },
        {
          key: 'last',
          title: say('lastDelivered'),
          number: true,
          cell: ({ deliveredAt }) => <Instant at={deliveredAt} as="ago" real />,
        },
      ]}
    />
  );
}

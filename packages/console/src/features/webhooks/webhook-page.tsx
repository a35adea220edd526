import { useQuery } from '@tanstack/react-query';
import type { Webhook } from '@yutang/contracts/webhooks';
import { Link, useParams } from 'react-router';
import { Facts } from '../../design/facts.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Notice } from '../../design/notice.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useDeliveredName } from './delivered-name.ts';
import { DeliveryPanel } from './delivery-panel.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookState } from './webhook-state.tsx';
import { oneWebhook } from './webhooks-api.ts';
import { webhooksWords } from './webhooks-words.ts';

/** One webhook: how it fares, what can be done with it, and what it delivered. */
export function WebhookPage() {
  const say = useWords(webhooksWords);
  const session = useSession();
  const id = Number(useParams().id);
  const asked = useQuery({
    queryKey: ['webhooks', id],
    queryFn: () => oneWebhook(id),
    refetchInterval: 5000,
  });
  return (
    <Page
      title={asked.data ? asked.data.description || new URL(asked.data.url).host : say('title')}
      lead={<Link to="/webhooks">{say('back')}</Link>}
      actions={asked.data && session.can('webhooks.write') ? <WebhookActions webhook={asked.data} /> : null}
    >
      <Answer of={asked}>
        {(webhook) => (
          <>
            <Trouble webhook={webhook} />
            <Panel>
              <WebhookFacts webhook={webhook} />
            </Panel>
            <DeliveryPanel webhook={webhook} />
          </>
        )}
      </Answer>
    </Page>
  );
}

/** Why it is off, or that it fails; with what to do. */
function Trouble({ webhook }: { webhook: Webhook }) {
  const say = useWords(webhooksWords);
  const formats = useFormats();
  if (!webhook.active && webhook.disabledWhy)
    return (
      <Notice tone={webhook.disabledWhy === 'hand' ? 'info' : 'bad'}>
        {say(`why.${webhook.disabledWhy}`)}
      </Notice>
    );
  if (webhook.failingSince === null) return null;
  const since = formats.dateTime(webhook.failingSince);
  return <Notice tone="warn">{say('failingText', { count: webhook.failures, since })}</Notice>;
}

function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const say = useWords(webhooksWords);
  const formats = useFormats();
  const eventName = useDeliveredName();
  return (
    <Facts
      rows={[
        [say('state'), <WebhookState key="state" webhook={webhook} />],
        [
          say('url'),
          <code key="url" style={{ overflowWrap: 'anywhere' }}>
            {webhook.url}
          </code>,
        ],
        [say('events'), webhook.events.length === 0 ? say('all') : webhook.events.map(eventName).join(' · ')],
        [say('waiting'), formats.number(webhook.waiting)],
        [say('failed'), formats.number(webhook.failed)],
        [say('lastDelivered'), <Instant key="last" at={webhook.deliveredAt} as="ago" real />],
        webhook.previousSecretUntil === null
          ? null
          : [say('bothUntil'), <Instant key="both" at={webhook.previousSecretUntil} as="dateTime" real />],
        [
          say('madeBy'),
          <span key="by">
            {webhook.createdBy} <Instant at={webhook.createdAt} as="date" real />
          </span>,
        ],
      ]}
    />
  );
}

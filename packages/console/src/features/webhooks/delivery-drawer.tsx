import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Delivery, Webhook } from '@yutang/contracts/webhooks';
import { App, Button } from 'antd';
import { CodeBlock } from '../../design/copy.tsx';
import { designWords } from '../../design/design-words.ts';
import { Side } from '../../design/drawer.tsx';
import { Facts } from '../../design/facts.tsx';
import { Instant } from '../../design/instant.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useDeliveredName } from './delivered-name.ts';
import { DeliveryTag } from './webhook-state.tsx';
import styles from './webhooks.module.css';
import { oneDelivery, resendDelivery } from './webhooks-api.ts';
import { webhooksWords } from './webhooks-words.ts';

interface DeliveryDrawerProps {
  webhook: Webhook;
  delivery: Delivery | null;
  onClose: () => void;
}

/** One delivery whole: every attempt with its answer, and what was sent. */
export function DeliveryDrawer({ webhook, delivery, onClose }: DeliveryDrawerProps) {
  const eventName = useDeliveredName();
  return (
    <Side
      open={delivery !== null}
      title={delivery ? eventName(delivery.event) : ''}
      onClose={onClose}
      width={600}
    >
      {delivery ? <Detail webhook={webhook} id={delivery.id} /> : null}
    </Side>
  );
}

function Detail({ webhook, id }: { webhook: Webhook; id: number }) {
  const say = useWords(webhooksWords);
  const sayDesign = useWords(designWords);
  const session = useSession();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const asked = useQuery({
    queryKey: ['webhooks', webhook.id, 'delivery', id],
    queryFn: () => oneDelivery(webhook.id, id),
  });
  const resending = useMutation({
    mutationFn: () => resendDelivery(webhook.id, id),
    onSuccess: () => {
      message.success(say('resent'));
      void queryClient.invalidateQueries({ queryKey: ['webhooks'] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Answer of={asked}>
      {({ delivery, attempts, body }) => (
        <div className={styles.detail}>
          <Facts
            rows={[
              [say('state'), <DeliveryTag key="state" state={delivery.state} />],
              ['webhook-id', <code key="id">{delivery.messageId}</code>],
              [say('next'), delivery.nextAt && <Instant key="next" at={delivery.nextAt} as="exact" real />],
            ]}
          />
          {body === null ? <Notice tone="info">{say('droppedText')}</Notice> : null}
          {body !== null && webhook.active && session.can('webhooks.write') ? (
            <div>
              <Button loading={resending.isPending} onClick={() => resending.mutate()}>
                {say('resend')}
              </Button>
            </div>
          ) : null}
          {attempts.map((attempt) => (
            <CodeBlock
              key={attempt.at}
              title={
                <>
                  <Instant at={attempt.at} as="exact" real /> ·{' '}
                  {attempt.status === null ? attempt.error : `HTTP ${attempt.status}`} ·{' '}
                  {say('took', { ms: attempt.tookMs })}
                </>
              }
              code={attempt.answer ?? ''}
            />
          ))}
          {body === null ? null : (
            <CodeBlock title={say('body')} code={JSON.stringify(JSON.parse(body), null, 2)} />
          )}
        </div>
      )}
    </Answer>
  );
}

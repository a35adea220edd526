import type { StreamEvent } from '@yutang/contracts/sources';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { CopyButton } from '../../design/copy.tsx';
import { Side } from '../../design/drawer.tsx';
import { Facts } from '../../design/facts.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { JsonView } from '../../design/json-view.tsx';
import { Row } from '../../design/page.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ChannelName } from '../channels/channel-name.tsx';
import { useEventName } from '../dictionary/event-name.tsx';
import { useNamespaceName } from '../identity/namespace-name.ts';
import { useSourceName } from '../sources/source-name.ts';
import styles from './live-page.module.css';
import { liveWords } from './live-words.ts';

/** One event whole: facts, identities, JSON, and the person it belongs to. */
export function EventDrawer({ event, onClose }: { event: StreamEvent | null; onClose: () => void }) {
  const eventName = useEventName();
  return (
    <Side open={event !== null} title={event ? eventName(event.name) : ''} onClose={onClose} width={560}>
      {event ? <Detail event={event} /> : null}
    </Side>
  );
}

function Detail({ event }: { event: StreamEvent }) {
  const say = useWords(liveWords);
  const formats = useFormats();
  const session = useSession();
  const navigate = useNavigate();
  const sourceName = useSourceName();
  const nameOf = useNamespaceName();
  return (
    <div className={styles.detail}>
      <Row>
        {event.customer > 0 && session.can('customers.read') ? (
          <Button type="primary" onClick={() => void navigate(`/customers/${event.customer}`)}>
            {say('openCustomer')}
          </Button>
        ) : null}
        <CopyButton text={JSON.stringify(event, null, 2)} label="JSON" />
      </Row>
      <Facts
        rows={[
          [say('seq', { seq: formats.number(event.seq) }), <code key="name">{event.name}</code>],
          [say('occurred'), <Instant key="occurred" at={event.occurredAt} as="exact" />],
          [say('received'), <Instant key="received" at={event.receivedAt} as="exact" />],
          [say('source'), event.sourceId === null ? null : sourceName(event.sourceId)],
          [say('channel'), event.channel ? <ChannelName key="channel" name={event.channel} /> : null],
          [say('amount'), event.amountMinor === null ? null : formats.money(event.amountMinor)],
          [say('messageId'), <code key="message">{event.messageId}</code>],
        ]}
      />
      <section>
        <h3>{say('identities')}</h3>
        {event.identities.length === 0 ? <p className={styles.soft}>{say('nobody')}</p> : null}
        <ul className={styles.identities}>
          {event.identities.map((identity) => (
            <li key={`${identity.namespace} ${identity.value}`}>
              <span>{nameOf(identity.namespace)}</span>
              <code>{identity.value}</code>
              <Tag tone={identity.verified ? 'good' : 'warn'}>
                {say(identity.verified ? 'verified' : 'claimed')}
              </Tag>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{say('properties')}</h3>
        <JsonView value={event.properties} label={say('properties')} />
      </section>
      <section>
        <h3>{say('context')}</h3>
        <JsonView value={event.context} label={say('context')} />
      </section>
    </div>
  );
}

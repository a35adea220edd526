import type { StreamEvent } from '@yutang/contracts/sources';
import { Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { Empty, Failure, Skeleton } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useNow } from '../../design/workspace-clock.ts';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import { useEventName } from '../dictionary/event-name.tsx';
import { useSourceName } from '../sources/source-name.ts';
import { useSources } from '../sources/sources-api.ts';
import { EventDrawer } from './event-drawer.tsx';
import styles from './live-page.module.css';
import { liveWords } from './live-words.ts';
import { useStream } from './use-stream.ts';

/** Events as they are logged. */
export function LivePage() {
  const say = useWords(liveWords);
  const eventName = useEventName();
  const sources = useSources();
  const [params, setParams] = useSearchParams();
  const [paused, setPaused] = useState(false);
  const [name, setName] = useState<string>();
  const [who, setWho] = useState('');
  const [opened, setOpened] = useState<StreamEvent | null>(null);
  const source = params.get('source');
  const stream = useStream(paused);
  const names = useMemo(() => [...new Set(stream.events.map((event) => event.name))].sort(), [stream.events]);
  const wanted = who.trim().toLowerCase();
  const shown = stream.events.filter(
    (event) =>
      (!name || event.name === name) &&
      (!source || event.sourceId === Number(source)) &&
      (!wanted ||
        String(event.customer) === wanted ||
        event.identities.some((identity) => identity.value.toLowerCase().includes(wanted))),
  );
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <Row>
          <span
            className={`${styles.state} ${stream.state === 'open' && !paused ? styles.on : ''}`}
            role="status"
          >
            <i />
            {paused ? say('paused') : say(`state.${stream.state}`)}
          </span>
          <Button
            icon={<Icon name={paused ? 'play' : 'pause'} size={16} />}
            onClick={() => setPaused(!paused)}
          >
            {say(paused ? 'resume' : 'pause')}
          </Button>
        </Row>
      }
    >
      <Row className={styles.filters ?? ''}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={say('anyEvent')}
          placeholder={say('anyEvent')}
          value={name ?? null}
          onChange={(value) => setName(value ?? undefined)}
          options={names.map((value) => ({ value, label: eventName(value) }))}
        />
        {sources.data ? (
          <Select
            allowClear
            aria-label={say('anySource')}
            placeholder={say('anySource')}
            value={source}
            onChange={(value) => setParams(value ? { source: value } : {}, { replace: true })}
            options={sources.data.items.map((one) => ({ value: String(one.id), label: one.name }))}
          />
        ) : null}
        <Input
          allowClear
          aria-label={say('person')}
          placeholder={say('person')}
          value={who}
          onChange={(event) => setWho(event.target.value)}
        />
      </Row>
      {paused && stream.waiting > 0 ? (
        <button type="button" className={styles.waiting} onClick={() => setPaused(false)}>
          {say('waiting', { count: stream.waiting })} · {say('resume')}
        </button>
      ) : null}
      <Panel flush note={stream.skipped > 0 ? say('skipped', { count: stream.skipped }) : null}>
        {shown.length > 0 ? (
          <ol className={styles.stream}>
            {shown.map((event) => (
              <Line key={event.seq} event={event} onOpen={() => setOpened(event)} />
            ))}
          </ol>
        ) : !stream.loaded.done ? (
          <div className={styles.pad}>
            <Skeleton lines={8} />
          </div>
        ) : stream.loaded.error ? (
          <Failure error={stream.loaded.error} retry={stream.reload} />
        ) : stream.events.length > 0 ? (
          <Empty title={say('noneTitle')} />
        ) : (
          <Empty
            title={say('emptyTitle')}
            text={say('emptyText')}
            action={sources.data ? <Link to="/sources">{say('toSources')}</Link> : null}
          />
        )}
      </Panel>
      <EventDrawer event={opened} onClose={() => setOpened(null)} />
    </Page>
  );
}

function Line({ event, onOpen }: { event: StreamEvent; onOpen: () => void }) {
  const say = useWords(liveWords);
  const formats = useFormats();
  const eventName = useEventName();
  const sourceName = useSourceName();
  const titleOf = useChannelTitle();
  const strongest = event.identities[0];
  const now = useNow({ everyMs: 0 });
  return (
    <li className={`${styles.line} ${styles[event.family] ?? ''}`}>
      <button type="button" onClick={onOpen}>
        <time dateTime={new Date(event.occurredAt).toISOString()} title={formats.exact(event.occurredAt)}>
          {formats.date(event.occurredAt) === formats.date(now)
            ? formats.time(event.occurredAt)
            : formats.dateTime(event.occurredAt).slice(2)}
        </time>
        <span className={styles.name}>
          <strong>{eventName(event.name)}</strong>
          {event.amountMinor === null ? null : (
            <span className="figure"> {formats.money(event.amountMinor)}</span>
          )}
          {event.history ? <Tag>{say('history')}</Tag> : null}
          {event.context.simulated === true ? <Tag>{say('simulated')}</Tag> : null}
        </span>
        <span className={styles.soft}>
          {[
            event.channel ? titleOf(event.channel) : null,
            event.sourceId === null ? null : sourceName(event.sourceId),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className={`${styles.soft} ${styles.identity}`}>{strongest?.value ?? say('nobody')}</span>
      </button>
      {event.customer > 0 ? (
        <Link to={`/customers/${event.customer}`} className={styles.who}>
          {say('customer', { id: event.customer })}
        </Link>
      ) : (
        <span className={styles.who}>—</span>
      )}
    </li>
  );
}

import type { HomeSummary, TimelineEvent, TimelineQuery } from '@yutang/contracts/customers';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { useFormats } from '../../design/formats.ts';
import { JsonView } from '../../design/json-view.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Pill, Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannels, useChannelTitle } from '../channels/channels-api.ts';
import { useDictionary, useEventName } from '../dictionary/event-name.tsx';
import { useNamespaceName } from '../identity/namespace-name.ts';
import { usePlays } from '../plays/plays-api.ts';
import { customerWords } from './customer-words.ts';
import { customerTimeline } from './customers-api.ts';
import styles from './timeline.module.css';

const families = ['consumption', 'behaviour', 'relation', 'system'] as const;
type Filters = Omit<TimelineQuery, 'limit' | 'cursor'>;

interface TimelineProps {
  customer: number;
  homes: HomeSummary[];
}

/** Everything that happened to one person, over every identity and staff member, newest first. */
export function TimelinePanel({ customer, homes }: TimelineProps) {
  const say = useWords(customerWords);
  const [filters, setFilters] = useState<Filters>({});
  const list = usePaged(['customer', customer, 'timeline', filters], (cursor) =>
    customerTimeline(customer, { ...filters, limit: 40, ...(cursor ? { cursor } : {}) }),
  );
  const narrowed = Object.keys(filters).length > 0;
  return (
    <Panel title={say('timeline')}>
      <TimelineFilters filters={filters} homes={homes} onChange={setFilters} />
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say(narrowed ? 'noneMatch' : 'noTimeline')} />
          ) : (
            <>
              <Days events={items} homes={homes} />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

interface FilterProps {
  filters: Filters;
  homes: HomeSummary[];
  onChange: (filters: Filters) => void;
}

function TimelineFilters({ filters, homes, onChange }: FilterProps) {
  const say = useWords(customerWords);
  const nameOf = useNamespaceName();
  const eventName = useEventName();
  const dictionary = useDictionary();
  const channels = useChannels();
  const plays = usePlays();
  const change = (part: { [Key in keyof Filters]: Filters[Key] | undefined | null }) => {
    const next = Object.entries({ ...filters, ...part }).filter(
      ([, value]) => value !== undefined && value !== null && value !== '',
    );
    onChange(Object.fromEntries(next) as Filters);
  };
  return (
    <div className={styles.filters}>
      <div className={styles.pills}>
        <Pill on={!filters.family} onClick={() => change({ family: undefined })}>
          {say('allKinds')}
        </Pill>
        {families.map((family) => (
          <Pill
            key={family}
            on={filters.family === family}
            onClick={() => change({ family: filters.family === family ? undefined : family })}
          >
            {say(`family.${family}`)}
          </Pill>
        ))}
      </div>
      <div className={styles.selects}>
        <Select
          size="small"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={say('byEvent')}
          placeholder={say('byEvent')}
          value={filters.name ?? null}
          onChange={(name) => change({ name })}
          options={(dictionary.data?.items ?? []).map((item) => ({
            value: item.name,
            label: eventName(item.name),
          }))}
        />
        <Select
          size="small"
          allowClear
          aria-label={say('byIdentity')}
          placeholder={say('byIdentity')}
          value={filters.home ?? null}
          onChange={(home) => change({ home })}
          options={homes.map((home) => ({ value: home.home, label: nameOf(home.namespace) }))}
        />
        <Select
          size="small"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={say('byChannel')}
          placeholder={say('byChannel')}
          value={filters.channel ?? null}
          onChange={(channel) => change({ channel })}
          options={(channels.data?.items ?? []).map((item) => ({ value: item.name, label: item.title }))}
        />
        {plays.data && plays.data.items.length > 0 ? (
          <Select
            size="small"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={say('byPlay')}
            placeholder={say('byPlay')}
            value={filters.play ?? null}
            onChange={(play) => change({ play })}
            options={plays.data.items.map((play) => ({ value: play.code, label: play.name }))}
          />
        ) : null}
        <Input
          size="small"
          allowClear
          aria-label={say('byStaff')}
          placeholder={say('byStaff')}
          defaultValue={filters.staff ?? ''}
          onPressEnter={(event) => change({ staff: event.currentTarget.value.trim() })}
          onBlur={(event) => change({ staff: event.currentTarget.value.trim() })}
          onClear={() => change({ staff: undefined })}
        />
      </div>
    </div>
  );
}

function Days({ events, homes }: { events: TimelineEvent[]; homes: HomeSummary[] }) {
  const formats = useFormats();
  const days = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    const day = formats.date(event.occurredAt);
    const list = days.get(day);
    if (list) list.push(event);
    else days.set(day, [event]);
  }
  return (
    <div className={styles.timeline}>
      {[...days].map(([day, list]) => (
        <section key={day}>
          <h3 className={styles.day}>{day}</h3>
          <ol>
            {list.map((event) => (
              <Moment key={event.seq} event={event} homes={homes} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Moment({ event, homes }: { event: TimelineEvent; homes: HomeSummary[] }) {
  const say = useWords(customerWords);
  const formats = useFormats();
  const eventName = useEventName();
  const nameOf = useNamespaceName();
  const titleOf = useChannelTitle();
  const [open, setOpen] = useState(false);
  const home = homes.find((one) => one.home === event.home);
  const facts = [
    event.channel ? titleOf(event.channel) : null,
    event.campaign,
    event.outlet,
    event.staff,
    home ? nameOf(home.namespace) : null,
    event.orderId,
  ].filter(Boolean);
  return (
    <li className={`${styles.moment} ${styles[event.family]}`}>
      <button type="button" className={styles.line} aria-expanded={open} onClick={() => setOpen(!open)}>
        <time dateTime={new Date(event.occurredAt).toISOString()} title={formats.exact(event.occurredAt)}>
          {formats.time(event.occurredAt).slice(0, 5)}
        </time>
        <span className={styles.what}>
          <strong>{eventName(event.name)}</strong>
          {event.amountMinor === null ? null : (
            <span className="figure"> {formats.money(event.amountMinor)}</span>
          )}
          {event.history ? <Tag>{say('isHistory')}</Tag> : null}
          {event.simulated ? <Tag>{say('isSimulated')}</Tag> : null}
          {facts.length > 0 ? <small>{facts.join(' · ')}</small> : null}
        </span>
      </button>
      {open ? (
        <JsonView value={{ seq: event.seq, name: event.name, ...event.properties }} label={say('details')} />
      ) : null}
    </li>
  );
}

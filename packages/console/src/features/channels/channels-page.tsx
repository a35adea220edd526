import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Channel, ChannelPatch, DomainClass } from '@yutang/contracts/channels';
import { App, Button, Select, Tabs } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Static } from 'typebox';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { pondOverview } from '../pond/pond-api.ts';
import { ChannelDialog } from './channel-dialog.tsx';
import { changeChannel, useChannels } from './channels-api.ts';
import styles from './channels-page.module.css';
import { channelsWords } from './channels-words.ts';
import { connectionsWords } from './connections-words.ts';
import { DomainTag, domainColour, ladder } from './domain-tag.tsx';
import { domainWords } from './domain-words.ts';
import { MatrixTab } from './matrix-tab.tsx';
import { PivotTab } from './pivot-tab.tsx';
import { useSideValue } from './side-values.ts';

/** Every channel on the domain ladder, with what it brought; the class is changed in place. */
export function ChannelsPage() {
  const say = useWords(channelsWords);
  const sayConnections = useWords(connectionsWords);
  const session = useSession();
  const channels = useChannels();
  const [params, setParams] = useSearchParams();
  const [edited, setEdited] = useState<Channel | 'new' | null>(null);
  const may = session.can('channels.write');
  const tabs = session.can('pond.read') ? (['list', 'matrix', 'pivot'] as const) : (['list'] as const);
  const tab = tabs.find((one) => one === params.get('tab')) ?? 'list';
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        may ? (
          <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setEdited('new')}>
            {say('add')}
          </Button>
        ) : null
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) => setParams(key === 'list' ? {} : { tab: key }, { replace: true })}
        items={tabs.map((key) => ({ key, label: sayConnections(`tab.${key}`) }))}
        style={{ marginBottom: -16 }}
      />
      {tab === 'matrix' ? <MatrixTab /> : null}
      {tab === 'pivot' ? <PivotTab /> : null}
      {tab === 'list' ? <ChannelList channels={channels} may={may} onEdit={setEdited} /> : null}
      <ChannelDialog edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

interface ChannelListProps {
  channels: ReturnType<typeof useChannels>;
  may: boolean;
  onEdit: (channel: Channel) => void;
}

/** By class, most public first; what nobody classified, and platforms in decline, are said above. */
function ChannelList({ channels, may, onEdit }: ChannelListProps) {
  const say = useWords(channelsWords);
  const sayDomain = useWords(domainWords);
  const sayConnections = useWords(connectionsWords);
  const formats = useFormats();
  return (
    <Answer of={channels}>
      {({ items }) => {
        const declining = items.filter((channel) => channel.trend === 'decline').map(({ title }) => title);
        const unclassified = items.filter((channel) => !channel.classified).length;
        return (
          <>
            {unclassified > 0 ? (
              <Notice tone="warn">{say('unclassified', { count: unclassified })}</Notice>
            ) : null}
            {declining.length > 0 ? (
              <Notice tone="warn">{sayConnections('declining', { names: formats.list(declining) })}</Notice>
            ) : null}
            {items.length === 0 ? (
              <Panel>
                <Empty title={say('empty')} text={say('emptyText')} />
              </Panel>
            ) : null}
            {ladder.map((domain) => {
              const rows = items.filter((channel) => channel.domainClass === domain);
              return rows.length === 0 ? null : (
                <Panel
                  key={domain}
                  flush
                  title={
                    <span className={styles.class}>
                      <i style={{ background: domainColour(domain) }} />
                      {sayDomain(domain)}
                    </span>
                  }
                  note={sayDomain(`about.${domain}`)}
                >
                  <ChannelTable channels={rows} may={may} onEdit={onEdit} />
                </Panel>
              );
            })}
          </>
        );
      }}
    </Answer>
  );
}

interface ChannelTableProps {
  channels: Channel[];
  may: boolean;
  onEdit: (channel: Channel) => void;
}

function ChannelTable({ channels, may, onEdit }: ChannelTableProps) {
  const say = useWords(channelsWords);
  const formats = useFormats();
  const session = useSession();
  const pond = useQuery({
    queryKey: ['pond', 'overview'],
    queryFn: pondOverview,
    enabled: session.can('pond.read'),
  });
  const wordOf = useSideValue();
  const countsOf = (name: string) => pond.data?.byChannel.find((row) => row.channel === name)?.counts;
  return (
    <DataTable
      caption={say('title')}
      rows={channels}
      rowKey={(channel) => channel.name}
      columns={[
        {
          key: 'title',
          title: say('channelTitle'),
          phone: 'title',
          width: '26%',
          cell: (channel) => (
            <span className={styles.name}>
              <strong>{channel.title}</strong>
              {channel.title === channel.name ? null : <code>{channel.name}</code>}
              {channel.classified ? null : <Tag tone="warn">{say('notSet')}</Tag>}
            </span>
          ),
        },
        {
          key: 'domain',
          title: say('domain'),
          width: 150,
          cell: (channel) =>
            may ? <ClassSelect channel={channel} /> : <DomainTag domain={channel.domainClass} />,
        },
        {
          key: 'traits',
          title: '',
          phone: 'bare',
          cell: (channel) => (
            <span className={styles.traits}>
              {channel.paidToReach ? <Tag>{say('paidToReach')}</Tag> : null}
              {channel.reusable ? <Tag>{say('reusable')}</Tag> : null}
              {channel.dataExportable ? <Tag>{say('dataExportable')}</Tag> : null}
              {channel.trend ? (
                <Tag tone={channel.trend === 'decline' ? 'warn' : 'good'}>{wordOf(channel.trend)}</Tag>
              ) : null}
            </span>
          ),
        },
        {
          key: 'people',
          title: say('peopleTitle'),
          number: true,
          cell: (channel) => {
            const counts = countsOf(channel.name);
            return counts && counts.people > 0 ? (
              <Link to={`/customers?channel=${encodeURIComponent(channel.name)}`}>
                {say('people', {
                  private: formats.number(counts.private),
                  people: formats.number(counts.people),
                })}
              </Link>
            ) : (
              '—'
            );
          },
        },
        {
          key: 'events',
          title: say('events'),
          number: true,
          phone: 'hide',
          cell: (channel) => formats.short(channel.events),
        },
        {
          key: 'last',
          title: say('lastSeen'),
          number: true,
          phone: 'hide',
          cell: (channel) => <Instant at={channel.lastSeenAt} as="ago" />,
        },
        {
          key: 'edit',
          title: '',
          number: true,
          cell: (channel) =>
            may ? (
              <Button size="small" onClick={() => onEdit(channel)}>
                {say('edit')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

function ClassSelect({ channel }: { channel: Channel }) {
  const say = useWords(channelsWords);
  const sayDesign = useWords(designWords);
  const sayDomain = useWords(domainWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (body: ChannelPatch) => changeChannel(channel.name, body),
    onSuccess: () => {
      message.success(say('saved'));
      for (const key of ['channels', 'pond', 'customers'])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Select<Static<typeof DomainClass>>
      size="small"
      variant="filled"
      style={{ width: 124 }}
      aria-label={`${channel.title}: ${say('domain')}`}
      value={channel.domainClass}
      loading={saving.isPending}
      onChange={(domainClass) => saving.mutate({ domainClass })}
      options={ladder.map((value) => ({ value, label: sayDomain(value) }))}
    />
  );
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SpendByChannel } from '@yutang/contracts/spend';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { ChannelName } from '../channels/channel-name.tsx';
import { useChannelTitle } from '../channels/channels-api.ts';
import { CountButton } from '../channels/count-button.tsx';
import { PeopleList } from '../customers/people-list.tsx';
import { usePlayFilter } from '../plays/play-filter.tsx';
import { pondPeople } from '../pond/pond-api.ts';
import { spendByChannel } from './spend-api.ts';
import { spendWords } from './spend-words.ts';
import { usePeriod } from './use-period.ts';

type Row = SpendByChannel['items'][number];

/** What a new private customer cost, by the channel of the first touch (ACQ-05). */
export function ChannelsTab({ days }: { days: number }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const titleOf = useChannelTitle();
  const [play] = usePlayFilter();
  const { from, to } = usePeriod(days);
  const [opened, setOpened] = useState<Row | null>(null);
  const asked = useQuery({
    queryKey: ['spend', 'channels', from, to, play],
    queryFn: () => spendByChannel({ from, to, ...(play ? { play } : {}) }),
    placeholderData: keepPreviousData,
  });
  const name = (row: Row) => (row.channel === null ? say('noChannel') : titleOf(row.channel));
  return (
    <Answer of={asked}>
      {(data) => {
        const missing = data.items.filter((row) => !row.entered && row.newPrivate > 0).length;
        const declining = data.items.filter((row) => row.trend === 'decline' && row.entered).map(name);
        return (
          <>
            <Tiles>
              <NumberTile
                strong
                label={say('spentTotal')}
                value={formats.money(data.acquisitionMinor + data.reachMinor)}
              />
              <NumberTile label={say('acquisition')} value={formats.money(data.acquisitionMinor)} />
              <NumberTile label={say('reach')} value={formats.money(data.reachMinor)} />
              <NumberTile label={say('newPrivate')} value={formats.number(data.newPrivate)} />
            </Tiles>
            {declining.length > 0 ? (
              <Notice tone="warn">{say('declining', { names: formats.list(declining) })}</Notice>
            ) : null}
            {missing > 0 ? <Notice>{say('missing', { count: missing })}</Notice> : null}
            <Panel
              flush
              title={say('tab.channels')}
              note={say('channelsNote', { from: data.from, to: data.to })}
            >
              {data.items.length === 0 ? (
                <Empty title={say('emptyTitle')} text={say('emptyText')} />
              ) : (
                <ChannelCosts rows={data.items} onOpen={setOpened} />
              )}
            </Panel>
            <Side
              open={opened !== null}
              onClose={() => setOpened(null)}
              title={opened ? say('drawerNew', { channel: name(opened) }) : ''}
            >
              {opened ? (
                <PeopleList
                  queryKey={['pond', 'people', 'entered', data.start, data.end, opened.channel, play]}
                  ask={(page, signal) =>
                    pondPeople(
                      {
                        entered: true,
                        from: data.start,
                        to: data.end,
                        channel: opened.channel ?? '-',
                        ...(play ? { play } : {}),
                        ...page,
                      },
                      signal,
                    )
                  }
                />
              ) : null}
            </Side>
          </>
        );
      }}
    </Answer>
  );
}

function ChannelCosts({ rows, onOpen }: { rows: Row[]; onOpen: (row: Row) => void }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const money = (row: Row, minor: number) => (row.entered ? formats.money(minor) : '—');
  return (
    <DataTable
      caption={say('tab.channels')}
      rows={rows}
      rowKey={(row) => row.channel ?? '-'}
      columns={[
        {
          key: 'channel',
          title: say('channel'),
          phone: 'title',
          cell: (row) =>
            row.channel === null ? (
              say('noChannel')
            ) : (
              <ChannelName name={row.channel} domain={row.domainClass} />
            ),
        },
        {
          key: 'acquisition',
          title: say('acquisition'),
          number: true,
          cell: (row) => money(row, row.acquisitionMinor),
        },
        { key: 'reach', title: say('reach'), number: true, cell: (row) => money(row, row.reachMinor) },
        {
          key: 'clicks',
          title: say('clicks'),
          number: true,
          phone: 'hide',
          cell: (row) => (row.clicks > 0 ? formats.number(row.clicks) : '—'),
        },
        {
          key: 'new',
          title: say('newPrivate'),
          number: true,
          cell: (row) => <CountButton value={row.newPrivate} onOpen={() => onOpen(row)} />,
        },
        {
          key: 'cost',
          title: say('perNewPrivate'),
          number: true,
          cell: (row) =>
            row.perNewPrivateMinor !== null
              ? formats.money(row.perNewPrivateMinor)
              : row.acquisitionMinor > 0
                ? say('nobodyYet')
                : row.entered
                  ? '—'
                  : say('notEntered'),
        },
      ]}
    />
  );
}

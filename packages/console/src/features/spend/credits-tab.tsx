import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Credits } from '@yutang/contracts/spend';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { ChannelName } from '../channels/channel-name.tsx';
import { useChannelTitle } from '../channels/channels-api.ts';
import { CountButton } from '../channels/count-button.tsx';
import { PeopleList } from '../customers/people-list.tsx';
import { usePlayFilter } from '../plays/play-filter.tsx';
import { usePlayName } from '../plays/plays-api.ts';
import { creditPeople, credits } from './spend-api.ts';
import { spendWords } from './spend-words.ts';
import { usePeriod } from './use-period.ts';

type Cell = Credits['items'][number];
/** Cells shown; the rest have fewer orders still. */
const most = 100;

/** Orders credited to the last touch before them: channel × content × play (ID-09). */
export function CreditsTab({ days }: { days: number }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const titleOf = useChannelTitle();
  const nameOf = usePlayName();
  const [play] = usePlayFilter();
  const { from: since, at } = usePeriod(days);
  const [opened, setOpened] = useState<Cell | null>(null);
  const asked = useQuery({
    queryKey: ['spend', 'credits', since, play],
    queryFn: () => credits({ from: at, ...(play ? { play } : {}) }),
    placeholderData: keepPreviousData,
  });
  const cellName = (cell: Cell) =>
    [cell.channel && titleOf(cell.channel), cell.content, cell.play && nameOf(cell.play)]
      .filter(Boolean)
      .join(' · ') || say('none');
  return (
    <Answer of={asked}>
      {(data) => (
        <>
          <Tiles>
            <NumberTile
              strong
              label={say('credited')}
              value={formats.number(data.total.orders - data.uncredited.orders)}
              note={formats.money(data.total.paidMinor - data.uncredited.paidMinor)}
            />
            <NumberTile
              label={say('uncredited')}
              value={formats.number(data.uncredited.orders)}
              note={say('uncreditedNote')}
            />
            <NumberTile
              label={say('allOrders')}
              value={formats.number(data.total.orders)}
              note={formats.money(data.total.paidMinor)}
            />
          </Tiles>
          <Panel flush title={say('tab.credits')} note={say('creditsNote', { days: data.windowDays })}>
            {data.items.length === 0 ? (
              <Empty title={say('noCredits')} text={say('noCreditsText')} />
            ) : (
              <Cells items={data.items.slice(0, most)} onOpen={setOpened} />
            )}
          </Panel>
          <p className="figure" style={{ color: 'var(--ink-faint)', fontSize: 12.5 }}>
            {say('asOf', { seq: formats.number(data.upTo) })}
          </p>
          <Side
            open={opened !== null}
            onClose={() => setOpened(null)}
            title={opened ? say('drawerBuyers', { cell: cellName(opened) }) : ''}
          >
            {opened ? (
              <PeopleList
                queryKey={[
                  'spend',
                  'buyers',
                  data.from,
                  data.to,
                  opened.channel,
                  opened.content,
                  opened.play,
                ]}
                ask={(page, signal) =>
                  creditPeople(
                    {
                      from: data.from,
                      to: data.to,
                      channel: opened.channel ?? '-',
                      content: opened.content ?? '-',
                      play: opened.play ?? '-',
                      ...page,
                    },
                    signal,
                  )
                }
              />
            ) : null}
          </Side>
        </>
      )}
    </Answer>
  );
}

function Cells({ items, onOpen }: { items: Cell[]; onOpen: (cell: Cell) => void }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const nameOf = usePlayName();
  return (
    <DataTable
      caption={say('tab.credits')}
      rows={items}
      rowKey={(cell) => JSON.stringify([cell.channel, cell.content, cell.play])}
      columns={[
        {
          key: 'channel',
          title: say('channel'),
          phone: 'title',
          cell: (cell) => (cell.channel ? <ChannelName name={cell.channel} /> : say('noChannel')),
        },
        { key: 'content', title: say('content'), cell: (cell) => cell.content ?? '—' },
        { key: 'play', title: say('play'), cell: (cell) => (cell.play ? nameOf(cell.play) : '—') },
        {
          key: 'touched',
          title: say('touched'),
          number: true,
          cell: (cell) => formats.number(cell.touched),
        },
        {
          key: 'buyers',
          title: say('buyers'),
          number: true,
          cell: (cell) => <CountButton value={cell.buyers} onOpen={() => onOpen(cell)} />,
        },
        { key: 'rate', title: say('rate'), number: true, cell: (cell) => formats.percent(cell.rate) },
        {
          key: 'orders',
          title: say('orders'),
          number: true,
          cell: (cell) => formats.number(cell.orders),
        },
        { key: 'paid', title: say('paid'), number: true, cell: (cell) => formats.money(cell.paidMinor) },
      ]}
    />
  );
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Pivot, PivotSide } from '@yutang/contracts/connections';
import { Select } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { PeopleList } from '../customers/people-list.tsx';
import { pondPeople } from '../pond/pond-api.ts';
import { useChannelTitle } from './channels-api.ts';
import { pivot } from './connections-api.ts';
import { connectionsWords } from './connections-words.ts';
import { CountButton } from './count-button.tsx';
import { useSideValue } from './side-values.ts';

const sides = ['form', 'line', 'domainClass', 'carrier', 'connection', 'trend'] as const;

/** People by two sides of the channel they came from (ACQ-41). */
export function PivotTab() {
  const say = useWords(connectionsWords);
  const [row, setRow] = useState<PivotSide>('form');
  const [column, setColumn] = useState<PivotSide>('domainClass');
  const [opened, setOpened] = useState<readonly string[] | null>(null);
  const asked = useQuery({
    queryKey: ['pond', 'pivot', row, column],
    queryFn: () => pivot({ row, column }),
    placeholderData: keepPreviousData,
  });
  const choose = (label: string, value: PivotSide, set: (side: PivotSide) => void) => (
    <Select<PivotSide>
      size="small"
      style={{ minWidth: 120 }}
      aria-label={label}
      value={value}
      onChange={set}
      options={sides.map((side) => ({ value: side, label: say(`side.${side}`) }))}
    />
  );
  return (
    <Panel
      flush
      title={say('tab.pivot')}
      note={say('pivotNote')}
      aside={
        <Row>
          {choose(say('rows'), row, setRow)}×{choose(say('columns'), column, setColumn)}
        </Row>
      }
    >
      <Answer of={asked}>
        {(data) =>
          data.total.people === 0 ? (
            <Empty title={say('empty')} text={say('emptyText')} />
          ) : (
            <PivotTable data={data} onOpen={setOpened} />
          )
        }
      </Answer>
      <Behind channels={opened} onClose={() => setOpened(null)} />
    </Panel>
  );
}

function PivotTable({ data, onOpen }: { data: Pivot; onOpen: (channels: readonly string[]) => void }) {
  const say = useWords(connectionsWords);
  const wordOf = useSideValue();
  const values = (side: 'row' | 'column') => [...new Set(data.cells.map((cell) => cell[side]))];
  const columns = values('column');
  const sum = (keep: (cell: Pivot['cells'][number]) => boolean) => {
    const own = data.cells.filter(keep);
    const people = own.reduce((all, cell) => all + cell.people, 0);
    return <CountButton value={people} onOpen={() => onOpen(own.flatMap((cell) => cell.channels))} />;
  };
  const all = '\0';
  const fits = (value: string | null, wanted: string | null) => wanted === all || value === wanted;
  return (
    <DataTable
      caption={say('tab.pivot')}
      rows={[...values('row'), all]}
      rowKey={(row) => row ?? ''}
      columns={[
        {
          key: 'row',
          title: say(`side.${data.row}`),
          phone: 'title',
          cell: (row) => (row === all ? <strong>{say('total')}</strong> : wordOf(row)),
        },
        ...[...columns, all].map((column) => ({
          key: column ?? '',
          title: column === all ? say('total') : wordOf(column),
          number: true,
          cell: (row: string | null) => sum((cell) => fits(cell.row, row) && fits(cell.column, column)),
        })),
      ]}
    />
  );
}

/** The people of a cell, channel by channel. */
function Behind({ channels, onClose }: { channels: readonly string[] | null; onClose: () => void }) {
  const say = useWords(connectionsWords);
  const formats = useFormats();
  const titleOf = useChannelTitle();
  const [chosen, setChosen] = useState<string>();
  const name = (channel: string) => (channel === '-' ? say('noChannel') : titleOf(channel));
  const channel = channels?.find((one) => one === chosen) ?? channels?.[0];
  return (
    <Side
      open={channels !== null}
      onClose={onClose}
      title={channels ? say('channelsOf', { names: formats.list(channels.map(name)) }) : ''}
    >
      {channels && channels.length > 1 ? (
        <Select
          style={{ width: '100%', marginBottom: 12 }}
          aria-label={say('tab.list')}
          value={channel ?? null}
          onChange={setChosen}
          options={channels.map((value) => ({ value, label: name(value) }))}
        />
      ) : null}
      {channel ? (
        <PeopleList
          key={channel}
          queryKey={['pond', 'people', 'channel', channel]}
          ask={(page, signal) => pondPeople({ channel, ...page }, signal)}
          listAt={`/customers?channel=${encodeURIComponent(channel)}`}
        />
      ) : null}
    </Side>
  );
}

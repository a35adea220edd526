import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ConnectionPeopleQuery, Connections } from '@yutang/contracts/connections';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { PeopleList } from '../customers/people-list.tsx';
import { PlayFilter, usePlayFilter } from '../plays/play-filter.tsx';
import { useChannelTitle } from './channels-api.ts';
import { connectionPeople, connections } from './connections-api.ts';
import { connectionsWords } from './connections-words.ts';
import { CountButton } from './count-button.tsx';
import { sideValues, useSideValue } from './side-values.ts';

type Behind = Pick<ConnectionPeopleQuery, 'type' | 'platform' | 'and'>;
const days = 30;
const types = sideValues.connection;

/** Who is connected by which type and platform, what overlaps, what grows (ACQ-06); how many directly (ACQ-44). */
export function MatrixTab() {
  const say = useWords(connectionsWords);
  const formats = useFormats();
  const wordOf = useSideValue();
  const nameOf = usePlatformName();
  const [play] = usePlayFilter();
  const [behind, setBehind] = useState<Behind | null>(null);
  const narrowed = play ? { play } : {};
  const asked = useQuery({
    queryKey: ['pond', 'connections', play],
    queryFn: () => connections({ days, ...narrowed }),
    placeholderData: keepPreviousData,
  });
  const titleOfCell = ({ type, platform, and }: Behind) =>
    [type && wordOf(type), platform && nameOf(platform), and && wordOf(and)].filter(Boolean).join(' · ') ||
    say('connected');
  return (
    <Answer of={asked}>
      {(data) => (
        <>
          <Tiles>
            <NumberTile
              strong
              label={say('direct')}
              value={data.direct.ratio === null ? '—' : formats.percent(data.direct.ratio)}
              note={say('directNote', {
                reachable: formats.number(data.direct.reachable),
                customers: formats.number(data.direct.customers),
              })}
            />
            <NumberTile
              label={say('connected')}
              value={formats.number(data.total)}
              note={say('connectedNote')}
              onOpen={() => setBehind({})}
            />
            <NumberTile
              label={say('fresh', { days })}
              value={formats.number(data.fresh)}
              note={
                data.total > data.fresh
                  ? say('freshNote', { rate: formats.percent(data.fresh / (data.total - data.fresh)) })
                  : undefined
              }
            />
          </Tiles>
          <Panel flush title={say('matrix')} note={say('matrixNote')} aside={<PlayFilter />}>
            {data.cells.length === 0 ? (
              <Empty title={say('empty')} text={say('emptyText')} />
            ) : (
              <Matrix data={data} onOpen={setBehind} />
            )}
          </Panel>
          <Panel title={say('overlap')} note={say('overlapNote')} flush>
            <Overlaps data={data} onOpen={setBehind} />
          </Panel>
          <Side
            open={behind !== null}
            onClose={() => setBehind(null)}
            title={behind ? titleOfCell(behind) : ''}
          >
            {behind ? (
              <PeopleList
                queryKey={['pond', 'connections', 'people', behind, play]}
                ask={(page, signal) => connectionPeople({ ...behind, ...narrowed, ...page }, signal)}
              />
            ) : null}
          </Side>
        </>
      )}
    </Answer>
  );
}

function Matrix({ data, onOpen }: { data: Connections; onOpen: (behind: Behind) => void }) {
  const say = useWords(connectionsWords);
  const formats = useFormats();
  const wordOf = useSideValue();
  const nameOf = usePlatformName();
  const platforms = [...new Set(data.cells.map((cell) => cell.platform))];
  return (
    <DataTable
      caption={say('matrix')}
      rows={[...platforms, null]}
      rowKey={(platform) => platform ?? ''}
      columns={[
        {
          key: 'platform',
          title: say('platform'),
          phone: 'title',
          cell: (platform) => (platform === null ? <strong>{say('total')}</strong> : nameOf(platform)),
        },
        ...types.map((type) => ({
          key: type,
          title: wordOf(type),
          number: true,
          cell: (platform: string | null) => {
            const cell =
              platform === null
                ? data.types.find((one) => one.type === type)
                : data.cells.find((one) => one.type === type && one.platform === platform);
            if (!cell || cell.people === 0) return <span style={{ color: 'var(--ink-faint)' }}>·</span>;
            return (
              <>
                <CountButton
                  value={cell.people}
                  onOpen={() => onOpen({ type, ...(platform === null ? {} : { platform }) })}
                />
                {cell.fresh > 0 ? (
                  <small style={{ color: 'var(--ink-soft)', marginInlineStart: 6 }}>
                    {say('freshSign', { people: formats.number(cell.fresh) })}
                  </small>
                ) : null}
              </>
            );
          },
        })),
      ]}
    />
  );
}

function Overlaps({ data, onOpen }: { data: Connections; onOpen: (behind: Behind) => void }) {
  const say = useWords(connectionsWords);
  const formats = useFormats();
  const wordOf = useSideValue();
  const pairs = data.overlaps.filter((pair) => pair.people > 0);
  if (pairs.length === 0) return <Empty small title={say('noOverlap')} />;
  return (
    <DataTable
      dense
      caption={say('overlap')}
      rows={pairs}
      rowKey={(pair) => `${pair.a} ${pair.b}`}
      columns={[
        { key: 'pair', title: say('overlap'), cell: (pair) => `${wordOf(pair.a)} + ${wordOf(pair.b)}` },
        {
          key: 'people',
          title: say('connected'),
          number: true,
          cell: (pair) => (
            <CountButton value={pair.people} onOpen={() => onOpen({ type: pair.a, and: pair.b })} />
          ),
        },
        {
          key: 'share',
          title: '',
          number: true,
          cell: (pair) => (data.total > 0 ? formats.percent(pair.people / data.total) : ''),
        },
      ]}
    />
  );
}

/** A platform is called as its main channel is, where there is one. */
function usePlatformName(): (platform: string) => string {
  const say = useWords(connectionsWords);
  const titleOf = useChannelTitle();
  return (platform) => {
    const key = `platform.${platform}`;
    return hasPhrase(connectionsWords, key) ? say(key) : titleOf(platform);
  };
}

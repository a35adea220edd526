import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useFormats } from '../../design/formats.ts';
import { Columns, Page, Panel, Row, Stack } from '../../design/page.tsx';
import { Answer, Skeleton } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useLiveNews } from '../live/live-connection.ts';
import { usePlayFilter } from '../plays/play-filter.tsx';
import { ChannelTable } from './channel-table.tsx';
import { EmptyPond } from './empty-pond.tsx';
import { FlowPanel } from './flow-panel.tsx';
import { ConversionPanel, CostsPanel } from './money-panels.tsx';
import { PartsPanel } from './parts-panel.tsx';
import { usePeopleBehind } from './people-behind.ts';
import { PeopleDrawer } from './people-drawer.tsx';
import { pondConversion, pondCosts, pondFlow, pondOverview } from './pond-api.ts';
import { PondTiles } from './pond-tiles.tsx';
import { pondWords } from './pond-words.ts';
import { River } from './river.tsx';
import { SettlementsPanel } from './settlements-panel.tsx';

const dayMs = 86_400_000;
const spans = [7, 30, 90] as const;

/** The pond now, what flowed, what settled, what it cost. Every number opens the people. */
export function PondPage() {
  const say = useWords(pondWords);
  const formats = useFormats();
  const session = useSession();
  const queryClient = useQueryClient();
  const [days, setDays] = useState<number>(30);
  const [asTable, setAsTable] = useState(false);
  const [play] = usePlayFilter();
  const { behind, open, close } = usePeopleBehind();
  const period = () => ({ from: Date.now() + session.workspace.clockOffsetMs - days * dayMs });
  const overview = useQuery({ queryKey: ['pond', 'overview'], queryFn: pondOverview });
  const flow = useQuery({
    queryKey: ['pond', 'flow', days, play],
    queryFn: () => pondFlow({ ...period(), unit: 'day', ...(play ? { play } : {}) }),
    placeholderData: keepPreviousData,
  });
  const conversion = useQuery({
    queryKey: ['pond', 'conversion', days],
    queryFn: () => pondConversion(period()),
    placeholderData: keepPreviousData,
  });
  const costs = useQuery({
    queryKey: ['pond', 'costs', days],
    queryFn: () => pondCosts(period()),
    placeholderData: keepPreviousData,
  });
  useLiveNews(
    () => void queryClient.invalidateQueries({ queryKey: ['pond'] }),
    2500,
    session.can('events.read'),
  );
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <Segmented
          value={days}
          onChange={setDays}
          options={spans.map((count) => ({ value: count, label: say('days', { count }) }))}
        />
      }
    >
      <Answer of={overview} skeleton={<PondSkeleton />}>
        {(data) => (
          <>
            <PondTiles counts={data.counts} onOpen={open} />
            {data.empty ? <EmptyPond empty={data.empty} onOpen={open} /> : null}
            {data.counts.people > 0 ? (
              <>
                <Panel
                  title={say('river')}
                  note={say('riverNote')}
                  flush={asTable}
                  aside={
                    <Row>
                      <Segmented
                        size="small"
                        value={asTable ? 'table' : 'river'}
                        onChange={(value) => setAsTable(value === 'table')}
                        options={[
                          { value: 'river', label: say('asRiver') },
                          { value: 'table', label: say('asTable') },
                        ]}
                      />
                    </Row>
                  }
                >
                  {asTable ? (
                    <ChannelTable overview={data} onOpen={open} />
                  ) : (
                    <River overview={data} flow={flow.data} days={days} onOpen={open} />
                  )}
                </Panel>
                <FlowPanel flow={flow} onOpen={open} />
                <PartsPanel />
                <Columns>
                  <SettlementsPanel />
                  <Stack>
                    <ConversionPanel of={conversion} days={days} />
                    <CostsPanel of={costs} />
                  </Stack>
                </Columns>
                <p className="figure" style={{ color: 'var(--ink-faint)', fontSize: 12.5 }}>
                  {say('asOf', { seq: formats.number(data.upTo) })}
                </p>
              </>
            ) : null}
          </>
        )}
      </Answer>
      <PeopleDrawer behind={behind} onClose={close} />
    </Page>
  );
}

function PondSkeleton() {
  return (
    <>
      <Skeleton height={104} />
      <Skeleton height={400} />
      <Skeleton height={300} />
    </>
  );
}

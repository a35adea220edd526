import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type {
  EntryQuery,
  Experience,
  ExperienceFigures,
  ExperienceQuery,
} from '@yutang/contracts/experience';
import { Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { Pill } from '../../design/tag.tsx';
import { zonedMidnight } from '../../design/zoned-midnight.ts';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useChannelTitle } from '../channels/channels-api.ts';
import { CountButton } from '../channels/count-button.tsx';
import { useOrganisation } from '../organisation/organisation-api.ts';
import { usePeriod } from '../spend/use-period.ts';
import { EntryList } from './entry-list.tsx';
import { experience } from './experience-api.ts';
import { experienceWords } from './experience-words.ts';
import { FollowUpList } from './follow-up-list.tsx';

const tabs = ['overview', 'low', 'follow'] as const;
type Tab = (typeof tabs)[number];
const sides = ['step', 'channel', 'outlet'] as const;
type Entries = Omit<EntryQuery, 'limit' | 'cursor'>;

/** What people say at every step of the service, the low scores with their owners, and who is to be followed up. */
export function ExperiencePage() {
  const say = useWords(experienceWords);
  const [params, setParams] = useSearchParams();
  const tab = tabs.find((one) => one === params.get('tab')) ?? 'overview';
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Tabs<Tab>
        value={tab}
        onChange={(next) => setParams(next === 'overview' ? {} : { tab: next })}
        options={tabs.map((value) => ({ value, label: say(`tab.${value}`) }))}
      />
      {tab === 'overview' ? <Overview /> : null}
      {tab === 'low' ? <LowScores /> : null}
      {tab === 'follow' ? <FollowUpList /> : null}
    </Page>
  );
}

function Overview() {
  const say = useWords(experienceWords);
  const [by, setBy] = useState<NonNullable<ExperienceQuery['by']>>('step');
  const [days, setDays] = useState(0);
  const [opened, setOpened] = useState<{ title: string; query: Entries } | null>(null);
  const { workspace } = useSession();
  const period = usePeriod(days || 1);
  const from = days === 0 ? undefined : zonedMidnight(period.from, workspace.zone);
  const window = from === undefined ? {} : { from };
  const asked = useQuery({
    queryKey: ['experience', by, from],
    queryFn: () => experience({ by, ...window }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Row>
        <Segmented
          aria-label={say('by')}
          value={by}
          onChange={setBy}
          options={sides.map((value) => ({ value, label: say(`by.${value}`) }))}
        />
        <Segmented
          aria-label={say('window')}
          value={days}
          onChange={setDays}
          options={[30, 90, 0].map((value) => ({
            value,
            label: value === 0 ? say('ever') : say('days', { count: value }),
          }))}
        />
      </Row>
      <Answer of={asked}>
        {(data) =>
          data.items.length === 0 ? (
            <Empty title={say('emptyTitle')} text={say('emptyText')} />
          ) : (
            <>
              <Totals
                data={data}
                onOpen={(title, query) => setOpened({ title, query: { ...window, ...query } })}
              />
              <Figures
                data={data}
                by={by}
                onOpen={(title, query) => setOpened({ title, query: { ...window, ...query } })}
              />
            </>
          )
        }
      </Answer>
      <Side open={opened !== null} title={opened?.title} width={760} onClose={() => setOpened(null)}>
        {opened ? <EntryList query={opened.query} /> : null}
      </Side>
    </>
  );
}

type Open = (title: string, query: Entries) => void;

/** A rate with its interval, or why none is told. */
function useRates(few: number) {
  const say = useWords(experienceWords);
  const formats = useFormats();
  const whole = (value: number) => formats.number(Math.round(value));
  return {
    csat: ({ csat }: ExperienceFigures) => (csat.value === null ? '—' : formats.percent(csat.value)),
    csatRange: ({ csat }: ExperienceFigures) =>
      csat.low === null || csat.high === null
        ? say('tooFew', { few })
        : say('interval', { low: formats.percent(csat.low), high: formats.percent(csat.high) }),
    nps: ({ nps }: ExperienceFigures) => (nps.value === null ? '—' : whole(nps.value)),
    npsRange: ({ nps }: ExperienceFigures) =>
      nps.low === null || nps.high === null
        ? say('tooFew', { few })
        : say('interval', { low: whole(nps.low), high: whole(nps.high) }),
  };
}

function Totals({ data, onOpen }: { data: Experience; onOpen: Open }) {
  const say = useWords(experienceWords);
  const formats = useFormats();
  const rates = useRates(data.few);
  const { total } = data;
  return (
    <Tiles>
      <NumberTile
        strong
        label={say('csat')}
        value={rates.csat(total)}
        note={`${say('csatNote')} · ${say('answerCount', { count: total.csat.answers })} · ${rates.csatRange(total)}`}
        onOpen={() => onOpen(say('csat'), { kind: 'csat' })}
      />
      <NumberTile
        label={say('nps')}
        value={rates.nps(total)}
        note={`${say('npsNote')} · ${say('answerCount', { count: total.nps.answers })} · ${rates.npsRange(total)}`}
        onOpen={() => onOpen(say('nps'), { kind: 'nps' })}
      />
      <NumberTile
        label={say('complaints')}
        value={formats.number(total.complaints.made)}
        note={`${say('open')} ${formats.number(total.complaints.open)}`}
        onOpen={() => onOpen(say('complaints'), { kind: 'complaint' })}
      />
      <NumberTile
        label={say('low')}
        value={formats.number(total.low)}
        onOpen={() => onOpen(say('low'), { low: true })}
      />
    </Tiles>
  );
}

function Figures({ data, by, onOpen }: { data: Experience; by: (typeof sides)[number]; onOpen: Open }) {
  const say = useWords(experienceWords);
  const formats = useFormats();
  const titleOf = useChannelTitle();
  const units = useOrganisation().data?.units ?? [];
  const rates = useRates(data.few);
  type Row = Experience['items'][number];
  const nameOf = ({ key }: Row): string => {
    if (key === null) return say('none');
    if (by === 'channel') return titleOf(key);
    return (by === 'outlet' ? units.find(({ ref }) => ref === key)?.name : undefined) ?? key;
  };
  const open = (row: Row, query: Entries) => onOpen(nameOf(row), { [by]: row.key ?? '-', ...query });
  const count = (value: (figures: ExperienceFigures) => number, query: Entries) => (row: Row) => (
    <CountButton value={value(row.figures)} onOpen={() => open(row, query)} />
  );
  const rate = (value: ReactNode, range: string) => <span title={range}>{value}</span>;
  return (
    <Panel flush>
      <DataTable
        caption={say(`by.${by}`)}
        rows={data.items}
        rowKey={({ key }) => key ?? '-'}
        columns={[
          { key: 'key', title: say(`by.${by}`), phone: 'title', cell: nameOf },
          {
            key: 'csat',
            title: say('csat'),
            number: true,
            cell: ({ figures }) => rate(rates.csat(figures), rates.csatRange(figures)),
          },
          {
            key: 'mean',
            title: say('mean'),
            number: true,
            cell: ({ figures: { csat } }) =>
              csat.mean === null ? '—' : formats.number(Math.round(csat.mean * 100) / 100),
          },
          {
            key: 'csatAnswers',
            title: `${say('csat')} · ${say('answers')}`,
            number: true,
            cell: count(({ csat }) => csat.answers, { kind: 'csat' }),
          },
          {
            key: 'nps',
            title: say('nps'),
            number: true,
            cell: ({ figures }) => rate(rates.nps(figures), rates.npsRange(figures)),
          },
          {
            key: 'npsAnswers',
            title: `NPS · ${say('answers')}`,
            number: true,
            cell: count(({ nps }) => nps.answers, { kind: 'nps' }),
          },
          {
            key: 'low',
            title: say('low'),
            number: true,
            cell: count((figures) => figures.low, { low: true }),
          },
          {
            key: 'complaints',
            title: say('complaints'),
            number: true,
            cell: count(({ complaints }) => complaints.made, { kind: 'complaint' }),
          },
          {
            key: 'open',
            title: say('open'),
            number: true,
            cell: count(({ complaints }) => complaints.open, { open: true }),
          },
        ]}
      />
    </Panel>
  );
}

function LowScores() {
  const say = useWords(experienceWords);
  const [open, setOpen] = useState(false);
  return (
    <Panel flush>
      <div style={{ padding: '12px 20px' }}>
        <Row>
          <Pill on={!open} onClick={() => setOpen(false)}>
            {say('onlyLow')}
          </Pill>
          <Pill on={open} onClick={() => setOpen(true)}>
            {say('onlyOpen')}
          </Pill>
        </Row>
      </div>
      <EntryList query={open ? { open: true } : { low: true }} />
    </Panel>
  );
}

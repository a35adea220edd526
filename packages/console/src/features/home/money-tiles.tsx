import type { OrderSummary } from '@yutang/contracts/orders';
import { Link } from 'react-router';
import { Bars } from '../../design/bars.tsx';
import { useFormats } from '../../design/formats.ts';
import { Tiles } from '../../design/number-tile.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { FigureTile } from './figure-tile.tsx';
import styles from './home.module.css';
import { sumFlow, useCostPerNew, useFlowToday, usePond, useSales, useToday } from './home-questions.ts';
import { homeWords } from './home-words.ts';

/** What the pond holds, what it gained today, what a new one costs. */
export function PondMoneyTiles() {
  const session = useSession();
  return (
    <Tiles>
      <PrivateTile />
      <NetTile />
      <StockTile />
      {session.can('spend.read') ? <CostTile /> : null}
    </Tiles>
  );
}

function PrivateTile() {
  const say = useWords(homeWords);
  const formats = useFormats();
  return (
    <FigureTile
      of={usePond()}
      strong
      label={say('private')}
      value={({ counts }) => formats.number(counts.private)}
      note={() => say('privateNote')}
      to={() => '/customers?state=private'}
    />
  );
}

function StockTile() {
  const say = useWords(homeWords);
  const formats = useFormats();
  return (
    <FigureTile
      of={usePond()}
      label={say('stock')}
      value={({ counts }) => formats.number(counts.stock)}
      note={() => say('stockNote')}
      to={() => '/customers?state=stock'}
    />
  );
}

function NetTile() {
  const say = useWords(homeWords);
  const formats = useFormats();
  const { today } = useToday();
  return (
    <FigureTile
      of={useFlowToday()}
      label={say('netToday')}
      value={(flow) => {
        const { entered, left } = sumFlow(flow);
        return `${entered > left ? '+' : ''}${formats.number(entered - left)}`;
      }}
      note={(flow) => {
        const { entered, left } = sumFlow(flow);
        return `+${formats.number(entered)} · −${formats.number(left)}`;
      }}
      to={(flow) => {
        const { entered, left } = sumFlow(flow);
        return `/pond?direction=${left > entered ? 'out' : 'in'}&day=${today}`;
      }}
    />
  );
}

function CostTile() {
  const say = useWords(homeWords);
  const formats = useFormats();
  return (
    <FigureTile
      of={useCostPerNew()}
      label={say('perNew')}
      value={({ acquisitionMinor, newPrivate }) =>
        acquisitionMinor > 0 && newPrivate > 0
          ? formats.money(Math.round(acquisitionMinor / newPrivate))
          : '—'
      }
      note={({ acquisitionMinor, newPrivate }) =>
        acquisitionMinor > 0 && newPrivate > 0
          ? say('perNewNote', { people: formats.number(newPrivate) })
          : say('perNewNothing')
      }
      to={() => '/spend'}
    />
  );
}

const measures = [
  ['placed', 'placedMinor'],
  ['paid', 'paidMinor'],
  ['net', 'netMinor'],
] as const;

/** The month so far in three measures, against the month before up to the same point. */
export function SalesPanel() {
  const say = useWords(homeWords);
  const formats = useFormats();
  const sales = useSales();
  return (
    <Panel title={say('sales')} note={say('salesNote')}>
      <Answer of={sales} small>
        {({ month, before }) => (
          <div className={styles.sales}>
            <dl className={styles.measures}>
              {measures.map(([name, key]) => (
                <div key={name}>
                  <dt>{say(name)}</dt>
                  <dd>
                    <Link to="/customers?role=customer&sort=net_sales" className={`${styles.money} figure`}>
                      {formats.money(month.total[key])}
                    </Link>
                    <small>
                      <Trend now={month.total[key]} before={before[key]} />
                    </small>
                  </dd>
                </div>
              ))}
            </dl>
            <Daily rows={month.rows} />
          </div>
        )}
      </Answer>
    </Panel>
  );
}

function Daily({ rows }: { rows: OrderSummary['rows'] }) {
  const say = useWords(homeWords);
  const formats = useFormats();
  if (rows.length < 2) return null;
  const bars = rows.map(({ key, netMinor }) => ({
    key: key ?? '',
    value: Math.max(0, netMinor),
    title: `${formats.day(key ?? '')} · ${formats.money(netMinor)}`,
  }));
  return <Bars bars={bars} label={say('daily')} height={56} />;
}

function Trend({ now, before }: { now: number; before: number }) {
  const say = useWords(homeWords);
  const formats = useFormats();
  if (before <= 0) return say('noBefore');
  const change = (now - before) / before;
  if (Math.abs(change) < 0.0005) return say('same');
  return say(change > 0 ? 'more' : 'less', { share: formats.percent(Math.abs(change)) });
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ScaleCurve } from '@yutang/contracts/spend';
import { Segmented } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty, Skeleton } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { scaleCurve } from './spend-api.ts';
import { spendWords } from './spend-words.ts';
import { usePeriod } from './use-period.ts';

const ScaleChart = lazy(() => import('./scale-chart.tsx').then((file) => ({ default: file.ScaleChart })));
const units = ['day', 'week', 'month'] as const;

/** The blended cost of an order against the size of the pool (ACQ-05). */
export function ScaleTab({ days }: { days: number }) {
  const say = useWords(spendWords);
  const { from, to } = usePeriod(days);
  const [unit, setUnit] = useState<ScaleCurve['unit']>('week');
  const asked = useQuery({
    queryKey: ['spend', 'scale', from, to, unit],
    queryFn: () => scaleCurve({ from, to, unit }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Panel
        title={say('tab.scale')}
        note={say('scaleNote')}
        aside={
          <Segmented
            size="small"
            aria-label={say('unitOf')}
            value={unit}
            onChange={setUnit}
            options={units.map((value) => ({ value, label: say(`unit.${value}`) }))}
          />
        }
      >
        <Answer of={asked} skeleton={<Skeleton height={280} />}>
          {(curve) =>
            curve.items.some((point) => point.perOrderMinor !== null) ? (
              <>
                <Verdict curve={curve} />
                <Suspense fallback={<Skeleton height={280} />}>
                  <ScaleChart curve={curve} />
                </Suspense>
              </>
            ) : (
              <Empty small title={say('noScale')} text={say('emptyText')} />
            )
          }
        </Answer>
      </Panel>
      <Answer of={asked}>{(curve) => <Snapshots curve={curve} />}</Answer>
    </>
  );
}

/** What the curve says in a sentence: the first and the last point that has a cost. */
function Verdict({ curve }: { curve: ScaleCurve }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const known = curve.items.filter((point) => point.perOrderMinor !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || first === last) return null;
  const [before, after] = [first.perOrderMinor ?? 0, last.perOrderMinor ?? 0];
  return (
    <Notice tone={after <= before ? 'good' : 'warn'}>
      {say(after <= before ? 'verdictFalls' : 'verdictRises', {
        from: formats.number(first.strictPrivate),
        to: formats.number(last.strictPrivate),
        before: formats.money(before),
        after: formats.money(after),
      })}
    </Notice>
  );
}

function Snapshots({ curve }: { curve: ScaleCurve }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  return (
    <Panel flush>
      <DataTable
        caption={say('tab.scale')}
        rows={[...curve.items].reverse()}
        rowKey={(point) => point.label}
        columns={[
          { key: 'day', title: say('day'), phone: 'title', noWrap: true, cell: (point) => point.label },
          {
            key: 'pool',
            title: say('pool'),
            number: true,
            cell: (point) => formats.number(point.strictPrivate),
          },
          { key: 'stock', title: say('stock'), number: true, cell: (point) => formats.number(point.stock) },
          {
            key: 'orders',
            title: say('orders'),
            number: true,
            cell: (point) => formats.number(point.orders),
          },
          {
            key: 'acquisition',
            title: say('acquisition'),
            number: true,
            cell: (point) => formats.money(point.acquisitionMinor),
          },
          {
            key: 'reach',
            title: say('reach'),
            number: true,
            cell: (point) => formats.money(point.reachMinor),
          },
          {
            key: 'cost',
            title: say('perOrder'),
            number: true,
            cell: (point) =>
              point.perOrderMinor === null ? say('noCost') : formats.money(point.perOrderMinor),
          },
        ]}
      />
    </Panel>
  );
}

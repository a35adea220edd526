import type { PondFlow } from '@yutang/contracts/pond';
import { lazy, Suspense } from 'react';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import { Answer, type Asked, Empty, Skeleton } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { PlayFilter, usePlayFilter } from '../plays/play-filter.tsx';
import { reasonsOf } from './flow-reasons.ts';
import type { Behind } from './people-behind.ts';
import styles from './pond-page.module.css';
import { pondWords } from './pond-words.ts';

// The chart library is as large as the rest of the page: it comes after the numbers.
const FlowChart = lazy(() => import('./flow-chart.tsx').then((file) => ({ default: file.FlowChart })));

interface FlowPanelProps {
  flow: Asked<PondFlow>;
  onOpen: (behind: Behind) => void;
}

/** Into and out of the pond by day, and why. */
export function FlowPanel({ flow, onOpen }: FlowPanelProps) {
  const say = useWords(pondWords);
  const [play] = usePlayFilter();
  return (
    <Panel title={say('flow')} note={say(play ? 'flowOfPlay' : 'flowNote')} aside={<PlayFilter />}>
      <Answer of={flow} skeleton={<Skeleton height={270} />}>
        {(data) =>
          data.buckets.every((bucket) => bucket.entered + bucket.left === 0) ? (
            <Empty small title={say('noFlow')} />
          ) : (
            <div className={styles.flow}>
              <Suspense fallback={<Skeleton height={248} />}>
                <FlowChart flow={data} onPick={(direction, day) => onOpen({ direction, day })} />
              </Suspense>
              <div className={styles.reasons}>
                <Reasons flow={data} direction="in" title={say('whyIn')} onOpen={onOpen} />
                <Reasons flow={data} direction="out" title={say('whyOut')} onOpen={onOpen} />
              </div>
            </div>
          )
        }
      </Answer>
    </Panel>
  );
}

interface ReasonsProps {
  flow: PondFlow;
  direction: 'in' | 'out';
  title: string;
  onOpen: (behind: Behind) => void;
}

function Reasons({ flow, direction, title, onOpen }: ReasonsProps) {
  const say = useWords(pondWords);
  const formats = useFormats();
  const rows = reasonsOf(flow, direction);
  const total = rows.reduce((sum, row) => sum + row.people, 0);
  if (total === 0) return null;
  return (
    <section>
      <h3>
        {title}
        <button type="button" className={`${styles.total} figure`} onClick={() => onOpen({ direction })}>
          {direction === 'in' ? '+' : '−'}
          {formats.number(total)}
        </button>
      </h3>
      <ul>
        {rows.slice(0, 6).map((row) => (
          <li key={row.reason}>
            <button type="button" onClick={() => onOpen({ direction, reason: row.reason })}>
              <span>{say(`reason.${row.reason}`)}</span>
              <span className="figure">{formats.number(row.people)}</span>
              <i
                style={{
                  width: `${(100 * row.people) / total}%`,
                  background: direction === 'in' ? 'var(--water)' : 'var(--commercial)',
                }}
              />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { SourceReport } from '@yutang/contracts/dictionary';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useReason } from '../../words/use-reason.ts';
import { useWords } from '../../words/use-words.ts';
import { useSourceName } from '../sources/source-name.ts';
import styles from './dictionary.module.css';
import { dictionaryReport } from './dictionary-api.ts';
import { dictionaryWords } from './dictionary-words.ts';

/** How much of what each source sends is described, and what is wrong with it. */
export function CoverageReport() {
  const say = useWords(dictionaryWords);
  const asked = useQuery({ queryKey: ['dictionary', 'report'], queryFn: () => dictionaryReport(7) });
  return (
    <Panel title={say('tabReport')} note={say('reportNote')}>
      <Answer of={asked}>
        {({ sources }) =>
          sources.length === 0 ? (
            <Empty title={say('noReport')} />
          ) : (
            <ul className={styles.report}>
              {sources.map((source) => (
                <Coverage key={source.sourceId} source={source} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

function Coverage({ source }: { source: SourceReport }) {
  const say = useWords(dictionaryWords);
  const why = useReason();
  const formats = useFormats();
  const sourceName = useSourceName();
  return (
    <li>
      <div className={styles.coverageHead}>
        <strong>{source.sourceId === 0 ? say('noSource') : sourceName(source.sourceId)}</strong>
        <span className="figure">
          {say('coverage')} {source.coverage === null ? '—' : formats.percent(source.coverage)}
        </span>
      </div>
      <span className={styles.track}>
        <i style={{ width: `${100 * (source.coverage ?? 0)}%` }} />
      </span>
      <p className={`${styles.soft} figure`}>
        {say('events')} {formats.number(source.seen)} · {say('unknownNames')}{' '}
        {formats.number(source.unknownNames)} · {say('warned')} {formats.number(source.warned)} ·{' '}
        {say('quarantined')} {formats.number(source.quarantined)}
      </p>
      {source.problems.length > 0 ? (
        <ul className={styles.problems} aria-label={say('problems')}>
          {source.problems.slice(0, 5).map((problem) => (
            <li key={`${problem.name}-${problem.field}-${problem.code}-${problem.outcome}`}>
              <Tag tone={problem.outcome === 'warn' ? 'warn' : 'bad'}>
                {say(problem.outcome === 'warn' ? 'warned' : 'quarantined')}
              </Tag>
              <code>
                {problem.name} · {problem.field}
              </code>
              <span>{why(problem.reason)}</span>
              <span className="figure">{say('times', { count: problem.count })}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

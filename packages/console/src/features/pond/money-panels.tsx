import type { Conversion, Costs } from '@yutang/contracts/pond';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import { Answer, type Asked, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { DomainTag, domainColour } from '../channels/domain-tag.tsx';
import { domainWords } from '../channels/domain-words.ts';
import styles from './pond-page.module.css';
import { pondWords } from './pond-words.ts';

/** Of those exposed in a class, how many moved on. */
export function ConversionPanel({ of, days }: { of: Asked<Conversion>; days: number }) {
  const say = useWords(pondWords);
  const sayDomain = useWords(domainWords);
  const formats = useFormats();
  return (
    <Panel title={say('conversion')} note={say('conversionNote', { days })}>
      <Answer of={of} small>
        {(data) => {
          const rows = data.byDomainClass.filter((row) => row.exposed > 0 && row.domainClass !== 'private');
          if (rows.length === 0) return <Empty small title={say('noConversion')} />;
          return (
            <ul className={styles.rates}>
              {rows.map((row) => (
                <li key={row.domainClass}>
                  <span className={styles.rateName}>{sayDomain(row.domainClass)}</span>
                  <span className={styles.track}>
                    <i
                      style={{
                        width: `${Math.min(100, 100 * (row.rate ?? 0))}%`,
                        background: domainColour(row.domainClass),
                      }}
                    />
                  </span>
                  <strong className="figure">{row.rate === null ? '—' : formats.percent(row.rate)}</strong>
                  <small className="figure">
                    {say('exposed')} {formats.number(row.exposed)} · {say('settledRows')}{' '}
                    {formats.number(row.settled)} · {say('toPrivate')} {formats.number(row.toPrivate)}
                  </small>
                </li>
              ))}
            </ul>
          );
        }}
      </Answer>
    </Panel>
  );
}

/** What reaching a person costs, once and again, by class. */
export function CostsPanel({ of }: { of: Asked<Costs> }) {
  const say = useWords(pondWords);
  const formats = useFormats();
  const money = (minor: number | null) => (minor === null ? '—' : formats.money(minor));
  return (
    <Panel title={say('costs')} note={say('costsNote')} flush>
      <Answer of={of} small>
        {(data) => {
          const rows = data.byDomainClass.filter((row) => row.reaches > 0);
          if (rows.length === 0) return <Empty small title={say('noCosts')} text={say('noCostsText')} />;
          return (
            <DataTable
              caption={say('costs')}
              dense
              rows={rows}
              rowKey={(row) => row.domainClass}
              columns={[
                {
                  key: 'class',
                  title: '',
                  phone: 'title',
                  cell: (row) => <DomainTag domain={row.domainClass} />,
                },
                {
                  key: 'reaches',
                  title: say('reaches'),
                  number: true,
                  phone: 'hide',
                  cell: (row) => formats.number(row.reaches),
                },
                { key: 'per', title: say('perReach'), number: true, cell: (row) => money(row.perReachMinor) },
                {
                  key: 'repeat',
                  title: say('perRepeat'),
                  number: true,
                  cell: (row) => money(row.perRepeatReachMinor),
                },
                {
                  key: 'order',
                  title: say('perConversion'),
                  number: true,
                  cell: (row) => money(row.perConversionMinor),
                },
                {
                  key: 'all',
                  title: say('spent'),
                  number: true,
                  phone: 'hide',
                  cell: (row) => money(row.costMinor),
                },
              ]}
            />
          );
        }}
      </Answer>
    </Panel>
  );
}

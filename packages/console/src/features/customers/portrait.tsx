import { useQuery } from '@tanstack/react-query';
import type { CustomerFilter, PortraitBar, PortraitPart } from '@yutang/contracts/portrait';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import { useOutletNames } from '../organisation/organisation-api.ts';
import { customerPortrait } from '../tags/tags-api.ts';
import { customersWords } from './customers-words.ts';
import styles from './portrait.module.css';
import { portraitWords } from './portrait-words.ts';
import { PurchasesView } from './purchases-view.tsx';

/** What the people of a list are made of; every bar opens its people. */
export function PortraitView({
  filter,
  onOpen,
}: {
  filter: CustomerFilter;
  onOpen: (filter: CustomerFilter) => void;
}) {
  const say = useWords(portraitWords);
  const sayCustomers = useWords(customersWords);
  const asked = useQuery({
    queryKey: ['customers', 'portrait', filter],
    queryFn: () => customerPortrait(filter),
  });
  return (
    <Answer of={asked}>
      {({ total, parts }) =>
        total === 0 ? (
          <Empty title={sayCustomers('noneTitle')} text={sayCustomers('noneText')} />
        ) : (
          <div className={styles.view}>
            <PurchasesView filter={filter} onOpen={onOpen} />
            <div className={styles.grid}>
              {parts.map((part) => (
                <Panel
                  key={`${part.by}-${part.group?.id ?? ''}`}
                  title={say(`by.${part.by}`, { group: part.group?.name || say('ungrouped') })}
                  note={part.of === 'tags' ? say('ofTags') : sayCustomers('people', { count: total })}
                >
                  <Bars part={part} onOpen={onOpen} />
                </Panel>
              ))}
            </div>
          </div>
        )
      }
    </Answer>
  );
}

function Bars({ part, onOpen }: { part: PortraitPart; onOpen: (filter: CustomerFilter) => void }) {
  const say = useWords(portraitWords);
  const formats = useFormats();
  const labelOf = useBarLabel();
  return (
    <div className={styles.bars}>
      {part.bars.map((bar) => {
        const { filter } = bar;
        return (
          <button
            key={bar.key ?? '-'}
            type="button"
            className={styles.bar}
            disabled={!filter || bar.people === 0}
            title={say('openBar', { count: bar.people })}
            onClick={() => filter && onOpen(filter)}
          >
            <span className={styles.label}>{labelOf(part.by, bar)}</span>
            <span className={styles.track}>
              <i style={{ width: `${bar.percent}%` }} />
            </span>
            <span className="figure">{formats.number(bar.people)}</span>
            <span className={`${styles.share} figure`}>{bar.percent.toFixed(1)}%</span>
          </button>
        );
      })}
    </div>
  );
}

function useBarLabel(): (by: PortraitPart['by'], bar: PortraitBar) => string {
  const say = useWords(portraitWords);
  const sayCustomers = useWords(customersWords);
  const channelTitle = useChannelTitle();
  const outlets = useOutletNames();
  const formats = useFormats();
  return (by, { key, label }) => {
    if (key === '…') return say('rest');
    if (by === 'tag') return label ?? say('noTag');
    if (by === 'channel') return key === null ? say('noChannel') : channelTitle(key);
    if (by === 'outlet') return outlets.get(key ?? '') ?? key ?? say('noOutlet');
    if (by === 'stage') return sayCustomers(`one.${key as 'private' | 'stock' | 'visitor'}`);
    const [from = '', to = ''] = (key ?? '').split('-');
    if (by === 'recency') {
      if (to === '') return say('daysBefore', { from });
      return from === '0' ? say('within', { to }) : say('daysBetween', { from, to });
    }
    if (from === '') return say('nothing');
    if (to === '') return say('orMore', { from: formats.money(Number(from)) });
    // the first band begins with one minor unit
    if (from === '1') return say('lessThan', { to: formats.money(Number(to)) });
    return say('between', { from: formats.money(Number(from)), to: formats.money(Number(to)) });
  };
}

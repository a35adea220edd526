import type { PondChangePage } from '@yutang/contracts/pond';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { pondWords } from '../pond/pond-words.ts';
import styles from './customer-page.module.css';
import { customerWords } from './customer-words.ts';
import { customerPondChanges } from './customers-api.ts';
import { StateTag } from './person.tsx';

/** How the person came into the pond and left it, and why each time. */
export function PondChangesPanel({ customer }: { customer: number }) {
  const say = useWords(customerWords);
  const sayPond = useWords(pondWords);
  const list = usePaged<PondChangePage['items'][number]>(['customer', customer, 'pond'], (cursor) =>
    customerPondChanges(customer, { limit: 8, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Panel title={say('ladder')}>
      <Answer of={list} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noLadder')} />
          ) : (
            <>
              <ul className={styles.changes}>
                {items.map((change) => (
                  <li key={`${change.seq}-${change.at}`}>
                    <span className={styles.change}>
                      {change.from ? <StateTag pond={change.from} /> : null}
                      {change.from && change.to ? <span aria-hidden="true">→</span> : null}
                      {change.to ? <StateTag pond={change.to} /> : null}
                      {sayPond(`reason.${change.reason}`)}
                    </span>
                    <Instant at={change.at} as="date" />
                  </li>
                ))}
              </ul>
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

import type { Settlement } from '@yutang/contracts/pond';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import { domainColour } from '../channels/domain-tag.tsx';
import { PersonLink } from '../customers/person.tsx';
import { pondSettlements } from './pond-api.ts';
import styles from './pond-page.module.css';
import { pondWords } from './pond-words.ts';

/** Who settled, from where to where, and what it had cost. */
export function SettlementsPanel() {
  const say = useWords(pondWords);
  const formats = useFormats();
  const list = usePaged<Settlement>(['pond', 'settlements'], (cursor) =>
    pondSettlements({ limit: 8, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Panel title={say('settlements')} note={say('settlementsNote')} flush>
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noSettlements')} text={say('noSettlementsText')} />
          ) : (
            <>
              <DataTable
                caption={say('settlements')}
                dense
                rows={items}
                rowKey={(row) => `${row.home}-${row.at}-${row.toChannel}`}
                columns={[
                  {
                    key: 'who',
                    title: say('who'),
                    phone: 'title',
                    cell: (row) => (
                      <PersonLink person={{ id: row.customer, name: row.name, kind: 'customer' }} />
                    ),
                  },
                  { key: 'move', title: say('move'), phone: 'bare', cell: (row) => <Move row={row} /> },
                  {
                    key: 'cost',
                    title: say('cost'),
                    number: true,
                    phone: 'hide',
                    cell: (row) => (row.costMinor ? formats.money(row.costMinor) : '—'),
                  },
                  {
                    key: 'when',
                    title: say('when'),
                    number: true,
                    cell: (row) => <Instant at={row.at} as="ago" />,
                  },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function Move({ row }: { row: Settlement }) {
  const say = useWords(pondWords);
  const titleOf = useChannelTitle();
  const via = [row.campaign, row.staff].filter(Boolean).join(' · ');
  return (
    <span className={styles.move}>
      <i style={{ background: domainColour(row.fromClass) }} />
      {row.fromChannel === null ? say('noChannel') : titleOf(row.fromChannel)}
      <span aria-hidden="true">→</span>
      <i style={{ background: domainColour(row.toClass) }} />
      {titleOf(row.toChannel)}
      {via ? <small>{via}</small> : null}
    </span>
  );
}

import type { PondOverview } from '@yutang/contracts/pond';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { useWords } from '../../words/use-words.ts';
import { DomainTag } from '../channels/domain-tag.tsx';
import type { Behind } from './people-behind.ts';
import styles from './pond-page.module.css';
import { pondWords } from './pond-words.ts';

const states = ['private', 'stock', 'visitor'] as const;

/** The river as a table: the same numbers, to be read line by line. */
export function ChannelTable({
  overview,
  onOpen,
}: {
  overview: PondOverview;
  onOpen: (behind: Behind) => void;
}) {
  const say = useWords(pondWords);
  const formats = useFormats();
  const cell = (people: number, behind: Behind) => (
    <button
      type="button"
      className={`${styles.number} figure`}
      disabled={people === 0}
      onClick={() => onOpen(behind)}
    >
      {formats.number(people)}
    </button>
  );
  return (
    <DataTable
      caption={say('river')}
      rows={overview.byChannel}
      rowKey={(row) => row.channel ?? '-'}
      columns={[
        {
          key: 'channel',
          title: say('channel'),
          phone: 'title',
          cell: (row) => (
            <span className={styles.channel}>
              {row.title ?? row.channel ?? say('noChannel')} <DomainTag domain={row.domainClass} />
            </span>
          ),
        },
        {
          key: 'people',
          title: say('people'),
          number: true,
          cell: (row) => cell(row.counts.people, { channel: row.channel ?? '-' }),
        },
        ...states.map((state) => ({
          key: state,
          title: say(`tile.${state}`),
          number: true,
          cell: (row: PondOverview['byChannel'][number]) =>
            cell(row.counts[state], { channel: row.channel ?? '-', state }),
        })),
      ]}
    />
  );
}

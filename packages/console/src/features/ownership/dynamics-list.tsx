import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useEventName } from '../dictionary/event-name.tsx';
import { useNamespaceName } from '../identity/namespace-name.ts';
import { organisationWords } from '../organisation/organisation-words.ts';
import { dynamics } from './ownership-api.ts';

/** Events of a staff member's customers (null: the asker's own), newest first, each with the identity it came through. */
export function DynamicsList({ staff }: { staff: number | null }) {
  const say = useWords(organisationWords);
  const eventName = useEventName();
  const namespaceName = useNamespaceName();
  const list = usePaged(['dynamics', staff], (cursor) => dynamics(staff, cursor));
  return (
    <Answer of={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty small title={say('noDynamics')} />
        ) : (
          <>
            <DataTable
              caption={say('dynamics')}
              rows={items}
              rowKey={({ event }) => event.seq}
              columns={[
                {
                  key: 'who',
                  title: say('people'),
                  phone: 'title',
                  cell: (one) => {
                    const name = one.customerName ?? say('unnamed', { id: String(one.customer) });
                    return (
                      <>
                        {one.opens ? <Link to={`/customers/${one.customer}`}>{name}</Link> : name}{' '}
                        <Tag tone={one.via === 'owner' ? 'water' : 'plain'}>{say(`via.${one.via}`)}</Tag>
                      </>
                    );
                  },
                },
                {
                  key: 'what',
                  title: say('event'),
                  phone: 'bare',
                  cell: ({ event }) => eventName(event.name),
                },
                {
                  key: 'source',
                  title: say('source'),
                  phone: 'bare',
                  cell: ({ source }) => `${namespaceName(source.namespace)} ${source.value}`,
                },
                {
                  key: 'when',
                  title: say('when'),
                  number: true,
                  phone: 'bare',
                  cell: ({ event }) => <Instant at={event.occurredAt} as="ago" />,
                },
              ]}
            />
            <LoadMore of={list} />
          </>
        )
      }
    </Answer>
  );
}

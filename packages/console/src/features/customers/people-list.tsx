import type { CustomerItem } from '@yutang/contracts/customers';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { type PageOf, usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import { customersWords } from './customers-words.ts';
import styles from './person.module.css';
import { PersonLink, RoleTags, StateTag } from './person.tsx';

export interface PeopleListProps {
  queryKey: readonly unknown[];
  ask: (page: { limit: number; cursor?: string }, signal: AbortSignal) => Promise<PageOf<CustomerItem>>;
  /** Address of the customer list that shows the same people, where there is one. */
  listAt?: string | undefined;
  /** Instead of “nobody matches”. */
  empty?: ReactNode;
}

/** The people behind a number, for a drawer. */
export function PeopleList({ queryKey, ask, listAt, empty }: PeopleListProps) {
  const say = useWords(customersWords);
  const people = usePaged(queryKey, (cursor, signal) =>
    ask({ limit: 30, ...(cursor ? { cursor } : {}) }, signal),
  );
  return (
    <Answer of={people}>
      {({ items, total }) =>
        items.length === 0 ? (
          (empty ?? <Empty small title={say('noneTitle')} />)
        ) : (
          <>
            <div className={styles.count}>
              <span className="figure">{say('people', { count: total ?? items.length })}</span>
              {listAt ? <Link to={listAt}>{say('openList')}</Link> : null}
            </div>
            <ul className={styles.list}>
              {items.map((person, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: one person may have entered twice on a day
                <PersonLine key={`${person.id}-${index}`} person={person} />
              ))}
            </ul>
            <LoadMore of={people} />
          </>
        )
      }
    </Answer>
  );
}

function PersonLine({ person }: { person: CustomerItem }) {
  const formats = useFormats();
  const titleOf = useChannelTitle();
  const channel = person.channel === null ? null : titleOf(person.channel);
  const facts = [person.phone, person.email, channel, person.owner].filter(Boolean);
  return (
    <li className={styles.item}>
      <div>
        <div className={styles.head}>
          <PersonLink person={person} />
          <StateTag pond={person.pond} />
          <RoleTags roles={person.roles} />
        </div>
        {facts.length > 0 ? <p className={styles.facts}>{facts.join(' · ')}</p> : null}
      </div>
      <div className={styles.right}>
        {person.sales.netMinor ? <div className="figure">{formats.money(person.sales.netMinor)}</div> : null}
        <Instant at={person.lastSeenAt} as="ago" />
      </div>
    </li>
  );
}

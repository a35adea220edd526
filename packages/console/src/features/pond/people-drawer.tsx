import type { CustomerItem } from '@yutang/contracts/customers';
import { Link } from 'react-router';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import { domainWords } from '../channels/domain-words.ts';
import { customersWords } from '../customers/customers-words.ts';
import styles from '../customers/person.module.css';
import { PersonLink, RoleTags, StateTag } from '../customers/person.tsx';
import type { Behind } from './people-behind.ts';
import { pondPeople } from './pond-api.ts';
import { pondWords } from './pond-words.ts';

/** The people behind a number of the pond. */
export function PeopleDrawer({ behind, onClose }: { behind: Behind | null; onClose: () => void }) {
  const title = useTitle(behind);
  return (
    <Side open={behind !== null} onClose={onClose} title={title} width={560}>
      {behind ? <People behind={behind} /> : null}
    </Side>
  );
}

function useTitle(behind: Behind | null): string {
  const say = useWords(pondWords);
  const sayPeople = useWords(customersWords);
  const sayDomain = useWords(domainWords);
  const formats = useFormats();
  const titleOf = useChannelTitle();
  if (!behind) return '';
  const parts: string[] = [];
  if (behind.direction) parts.push(say(behind.direction === 'in' ? 'drawerIn' : 'drawerOut'));
  if (behind.reason) parts.push(say(`reason.${behind.reason}`));
  if (behind.day) parts.push(formats.day(behind.day));
  if (behind.channel) parts.push(behind.channel === '-' ? say('noChannel') : titleOf(behind.channel));
  if (behind.domainClass) parts.push(sayDomain(behind.domainClass));
  if (behind.state) parts.push(sayPeople(`state.${behind.state}`));
  return parts.join(' · ');
}

function People({ behind }: { behind: Behind }) {
  const say = useWords(customersWords);
  const people = usePaged(['pond', 'people', behind], (cursor, signal) =>
    pondPeople({ ...behind, limit: 30, ...(cursor ? { cursor } : {}) }, signal),
  );
  return (
    <Answer of={people}>
      {({ items, total }) =>
        items.length === 0 ? (
          <Empty small title={say('noneTitle')} />
        ) : (
          <>
            <div className={styles.count}>
              <span className="figure">{say('people', { count: total ?? items.length })}</span>
              {listable(behind) ? (
                <Link to={`/customers?${listAddress(behind)}`}>{say('openList')}</Link>
              ) : null}
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

/** The customer list knows states, channels and classes of now, not who moved when. */
function listable(behind: Behind): boolean {
  return !behind.direction && !behind.day && !behind.reason;
}

function listAddress(behind: Behind): string {
  return new URLSearchParams(
    Object.entries(behind).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();
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

import type { CustomerItem } from '@yutang/contracts/customers';
import { Link } from 'react-router';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { customersWords } from './customers-words.ts';
import styles from './person.module.css';

type Named = Pick<CustomerItem, 'id' | 'name' | 'kind'>;

/** What a person is called: the name, or number and kind. */
export function usePersonName(): (person: Named) => string {
  const say = useWords(customersWords);
  return (person) =>
    person.name ?? say(person.kind === 'visitor' ? 'visitorNo' : 'customerNo', { id: person.id });
}

/** A name that leads to the person. A person's name is a link everywhere. */
export function PersonLink({ person }: { person: Named }) {
  const nameOf = usePersonName();
  return (
    <Link to={`/customers/${person.id}`} className={styles.name}>
      {nameOf(person)}
    </Link>
  );
}

/** Where a person stands in the pond, in one word. */
export function StateTag({ pond }: { pond: CustomerItem['pond'] }) {
  const say = useWords(customersWords);
  if (pond.private) return <Tag tone="water">{say('one.private')}</Tag>;
  if (pond.stock) return <Tag dot="var(--stock)">{say('one.stock')}</Tag>;
  return <Tag>{say('one.visitor')}</Tag>;
}

/** The roles a person has now (ID-11). */
export function RoleTags({ roles }: { roles: CustomerItem['roles'] }) {
  const say = useWords(customersWords);
  return (
    <>
      {roles.isCustomer ? <Tag title={say('about.customer')}>{say('role.customer')}</Tag> : null}
      {roles.isConsumer ? <Tag title={say('about.consumer')}>{say('role.consumer')}</Tag> : null}
      {roles.isUser ? <Tag title={say('about.user')}>{say('role.user')}</Tag> : null}
    </>
  );
}

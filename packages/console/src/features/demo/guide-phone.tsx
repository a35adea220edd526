import { useQuery } from '@tanstack/react-query';
import type { CustomerItem, CustomerPage } from '@yutang/contracts/customers';
import type { DemoStage } from '@yutang/contracts/demo';
import { useEffect, useRef, useState } from 'react';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { customerPage, customerTimeline } from '../customers/customers-api.ts';
import { usePersonName } from '../customers/person.tsx';
import { demoWords } from './demo-words.ts';
import { Phone } from './phone.tsx';
import styles from './stage.module.css';

const renewMs = 2500;
const shown = 5;

interface GuidePhoneProps {
  stage: DemoStage;
  /** Shows a customer in the console. */
  onSee: (customer: number) => void;
}

/** A guide's phone: how many customers are the guide's own, and what they are doing. */
export function GuidePhone({ stage, onSee }: GuidePhoneProps) {
  const say = useWords(demoWords);
  const formats = useFormats();
  const { guide } = stage;
  const asked = useQuery({
    queryKey: ['demo', 'guide', guide.staff],
    queryFn: () => customerPage({ owner: guide.staff, limit: shown }),
    refetchInterval: renewMs,
  });
  const friend = useNewFriend(guide.staff);
  return (
    <Phone
      label={say('guidePhone')}
      holder={`${guide.name} · ${say('guideOf', { outlet: guide.outletName })}`}
    >
      <Answer of={asked}>
        {(page: CustomerPage) => (
          <>
            <p className={styles.figure}>
              <span className="figure">{formats.number(page.total ?? page.items.length)}</span>
              {say('friends')}
            </p>
            {friend ? (
              <p className={styles.friend} role="status">
                <FriendName customer={friend} />
              </p>
            ) : null}
            <h3>{say('latest')}</h3>
            {page.items.length === 0 ? <Empty small title={say('noFriends')} /> : null}
            <ol className={styles.moves}>
              {page.items.map((customer) => (
                <Move key={customer.id} customer={customer} onSee={onSee} />
              ))}
            </ol>
          </>
        )}
      </Answer>
    </Phone>
  );
}

function FriendName({ customer }: { customer: CustomerItem }) {
  const say = useWords(demoWords);
  const nameOf = usePersonName();
  return say('newFriend', { name: nameOf(customer) });
}

/** Who became a friend of the guide since this page was opened: the newest. */
function useNewFriend(staff: string): CustomerItem | null {
  const { data } = useQuery({
    queryKey: ['demo', 'friends', staff],
    queryFn: () => customerPage({ owner: staff, sort: 'first_seen', limit: 20 }),
    refetchInterval: renewMs,
  });
  const known = useRef<Set<number> | null>(null);
  const [friend, setFriend] = useState<CustomerItem | null>(null);
  useEffect(() => {
    if (!data) return;
    const before = known.current;
    known.current = new Set([...(before ?? []), ...data.items.map((one) => one.id)]);
    const fresh = before && data.items.find((one) => !before.has(one.id));
    if (fresh) setFriend(fresh);
  }, [data]);
  return friend;
}

function Move({ customer, onSee }: { customer: CustomerItem; onSee: (customer: number) => void }) {
  const say = useWords(demoWords);
  const nameOf = usePersonName();
  const formats = useFormats();
  const asked = useQuery({
    queryKey: ['demo', 'moves', customer.id, customer.events],
    queryFn: () => customerTimeline(customer.id, { limit: 8 }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  // what the person did, not what the system made of it
  const last = asked.data?.items.find((event) => event.family !== 'system') ?? asked.data?.items[0];
  const did = last ? `event.${last.name}` : '';
  return (
    <li>
      <button type="button" onClick={() => onSee(customer.id)}>
        <strong>{nameOf(customer)}</strong>
        <span>
          {last ? (hasPhrase(demoWords, did) ? say(did) : last.name) : ''}
          {last && last.amountMinor !== null ? ` ${formats.money(last.amountMinor)}` : ''}
        </span>
        <small>
          <Instant at={customer.lastSeenAt} as="ago" />
        </small>
      </button>
    </li>
  );
}

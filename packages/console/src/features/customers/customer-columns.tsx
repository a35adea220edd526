import type { CustomerItem } from '@yutang/contracts/customers';
import { Checkbox } from 'antd';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { useWords } from '../../words/use-words.ts';
import { ChannelName } from '../channels/channel-name.tsx';
import { TagChips } from '../tags/tag-chips.tsx';
import { tagsWords } from '../tags/tags-words.ts';
import type { ChoosableColumn } from '../views/column-choice.tsx';
import styles from './customers-page.module.css';
import { customersWords } from './customers-words.ts';
import { PersonLink, RoleTags, StateTag } from './person.tsx';
import { portraitWords } from './portrait-words.ts';

export type ChooseRows = {
  chosen: readonly number[];
  choose: (ids: readonly number[]) => void;
  /** Those whom the box in the heading takes together. */
  listed: readonly CustomerItem[];
};

/** Every column the list of customers can have; `rows`: for who may do something with many at once. */
export function useCustomerColumns(rows: ChooseRows | null): ChoosableColumn<CustomerItem>[] {
  const say = useWords(customersWords);
  const sayTags = useWords(tagsWords);
  const formats = useFormats();
  const choosing = useChoosing(rows);
  return [
    ...choosing,
    {
      key: 'name',
      name: say('name'),
      fixed: true,
      title: say('name'),
      phone: 'title',
      cell: (one) => (
        <span className={styles.person}>
          <PersonLink person={one} />
          <StateTag pond={one.pond} />
          <RoleTags roles={one.roles} />
        </span>
      ),
    },
    {
      key: 'number',
      name: say('number'),
      extra: true,
      title: say('number'),
      phone: 'bare',
      number: true,
      cell: (one) => one.id,
    },
    {
      key: 'contact',
      name: say('contact'),
      title: say('contact'),
      phone: 'bare',
      cell: (one) => one.phone ?? one.email,
    },
    {
      key: 'email',
      name: say('email'),
      extra: true,
      title: say('email'),
      phone: 'bare',
      cell: (one) => one.email,
    },
    {
      key: 'channel',
      name: say('channel'),
      title: say('channel'),
      phone: 'bare',
      cell: (one) => (one.channel ? <ChannelName name={one.channel} domain={one.domainClass} /> : null),
    },
    {
      key: 'tags',
      name: sayTags('title'),
      title: sayTags('title'),
      phone: 'bare',
      cell: (one) => (one.tags?.length ? <TagChips tags={one.tags} most={3} /> : null),
    },
    {
      key: 'owner',
      name: say('owner'),
      title: say('owner'),
      phone: 'bare',
      cell: (one) => [one.owner, one.outlet].filter(Boolean).join(' · ') || null,
    },
    {
      key: 'member',
      name: say('member'),
      extra: true,
      title: say('member'),
      phone: 'bare',
      cell: (one) =>
        one.member
          ? [one.member.memberNo, one.member.level].filter(Boolean).join(' · ') || say('isMember')
          : null,
    },
    {
      key: 'orders',
      name: say('orderCount'),
      extra: true,
      title: say('orderCount'),
      phone: 'bare',
      number: true,
      cell: (one) => (one.sales.orders ? formats.number(one.sales.orders) : null),
    },
    {
      key: 'paid',
      name: say('paid'),
      extra: true,
      title: say('paid'),
      phone: 'bare',
      number: true,
      cell: (one) => (one.sales.orders ? formats.money(one.sales.paidMinor) : null),
    },
    {
      key: 'net_sales',
      name: say('net'),
      title: say('net'),
      phone: 'bare',
      number: true,
      sortable: true,
      cell: (one) =>
        one.sales.orders ? (
          <span title={say('orders', { count: one.sales.orders })}>{formats.money(one.sales.netMinor)}</span>
        ) : null,
    },
    {
      key: 'events',
      name: say('events'),
      extra: true,
      title: say('events'),
      phone: 'bare',
      number: true,
      cell: (one) => formats.number(one.events),
    },
    {
      key: 'first_seen',
      name: say('firstSeen'),
      title: say('firstSeen'),
      number: true,
      sortable: true,
      phone: 'hide',
      cell: (one) => <Instant at={one.firstSeenAt} as="date" />,
    },
    {
      key: 'last_seen',
      name: say('lastSeen'),
      title: say('lastSeen'),
      phone: 'bare',
      number: true,
      sortable: true,
      cell: (one) => <Instant at={one.lastSeenAt} as="ago" />,
    },
  ];
}

function useChoosing(rows: ChooseRows | null): ChoosableColumn<CustomerItem>[] {
  const sayTags = useWords(tagsWords);
  const sayPortrait = useWords(portraitWords);
  if (!rows) return [];
  const { chosen, choose, listed } = rows;
  const all = listed.length > 0 && listed.every(({ id }) => chosen.includes(id));
  return [
    {
      key: 'choose',
      name: sayPortrait('choose'),
      fixed: true,
      title: (
        <Checkbox
          aria-label={sayPortrait('choose')}
          checked={all}
          indeterminate={!all && chosen.length > 0}
          onChange={() => choose(all ? [] : listed.map(({ id }) => id))}
        />
      ),
      width: 36,
      phone: 'hide',
      cell: (one) => (
        <Checkbox
          aria-label={sayTags('selectOne', { name: one.name ?? one.id })}
          checked={chosen.includes(one.id)}
          onChange={(event) =>
            choose(event.target.checked ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))
          }
        />
      ),
    },
  ];
}

import { Checkbox, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { Icon } from '../../design/icon.tsx';
import { Pill } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannels } from '../channels/channels-api.ts';
import { ladder } from '../channels/domain-tag.tsx';
import { domainWords } from '../channels/domain-words.ts';
import { OutletSelect, StaffSelect } from '../organisation/choices.tsx';
import { PlayFilter } from '../plays/play-filter.tsx';
import { TagSelect } from '../tags/tag-select.tsx';
import { tagsWords } from '../tags/tags-words.ts';
import type { useCustomerFilters } from './customer-filters.ts';
import styles from './customers-page.module.css';
import { customersWords } from './customers-words.ts';
import { Narrowing } from './narrowing.tsx';

const states = ['private', 'identifiable', 'reachable', 'operable', 'stock', 'visitor'] as const;
const tagLabels = { tagsAny: 'hasAny', tagsAll: 'hasAll', tagsNone: 'hasNone' } as const;
const roles = ['user', 'consumer', 'customer'] as const;
const waysOfPaying = ['for_others', 'by_others'] as const;

/** Search and filters of the list; all of them live in the address. */
export function CustomerFilterBar({
  filters,
  set,
}: Pick<ReturnType<typeof useCustomerFilters>, 'filters' | 'set'>) {
  const say = useWords(customersWords);
  const sayDomain = useWords(domainWords);
  const sayTags = useWords(tagsWords);
  const channels = useChannels();
  return (
    <div className={styles.filters}>
      <div className={styles.pills}>
        <Pill on={!filters.state} onClick={() => set({ state: undefined })}>
          {say('anyState')}
        </Pill>
        {states.map((state) => (
          <Pill
            key={state}
            on={filters.state === state}
            onClick={() => set({ state: filters.state === state ? undefined : state })}
          >
            {say(`state.${state}`)}
          </Pill>
        ))}
      </div>
      <div className={styles.fields}>
        <SearchBox value={filters.q ?? ''} onSearch={(q) => set({ q })} />
        <Select
          className={styles.select ?? ''}
          aria-label={say('domain')}
          placeholder={say('anyDomain')}
          allowClear
          value={filters.domainClass ?? null}
          onChange={(domainClass) => set({ domainClass: domainClass ?? undefined })}
          options={ladder.map((value) => ({ value, label: sayDomain(value) }))}
        />
        <Select
          className={styles.select ?? ''}
          aria-label={say('channel')}
          placeholder={say('anyChannel')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={filters.channel ?? null}
          onChange={(channel) => set({ channel: channel ?? undefined })}
          options={[
            { value: '-', label: say('noChannel') },
            ...(channels.data?.items ?? []).map((channel) => ({ value: channel.name, label: channel.title })),
          ]}
        />
        <Select
          className={styles.select ?? ''}
          aria-label={say('role')}
          placeholder={say('anyRole')}
          allowClear
          value={filters.role ?? null}
          onChange={(role) => set({ role: role ?? undefined })}
          options={roles.map((value) => ({
            value,
            label: say(`role.${value}`),
            title: say(`about.${value}`),
          }))}
        />
        <Select
          className={styles.select ?? ''}
          aria-label={say('paying')}
          placeholder={say('anyPaying')}
          allowClear
          value={filters.paying ?? null}
          onChange={(paying) => set({ paying: paying ?? undefined })}
          options={waysOfPaying.map((value) => ({ value, label: say(`paying.${value}`) }))}
        />
        <PlayFilter className={styles.select} />
        <StaffSelect
          className={styles.select ?? ''}
          label={say('owner')}
          placeholder={say('anyOwner')}
          none={say('noOwner')}
          value={filters.owner}
          onChange={(owner) => set({ owner })}
        />
        <OutletSelect
          className={styles.select ?? ''}
          label={say('outlet')}
          placeholder={say('anyOutlet')}
          none={say('noOutlet')}
          value={filters.outlet}
          onChange={(outlet) => set({ outlet })}
        />
        <Checkbox
          checked={filters.member === true}
          onChange={(event) => set({ member: event.target.checked ? 'true' : undefined })}
        >
          {say('memberOnly')}
        </Checkbox>
        {(['tagsAny', 'tagsAll', 'tagsNone'] as const).map((key) => (
          <TagSelect
            key={key}
            className={styles.select}
            label={sayTags(tagLabels[key])}
            value={filters[key]?.split(',').map(Number) ?? []}
            onChange={(tags) => set({ [key]: tags.join(',') || undefined })}
          />
        ))}
      </div>
      <Narrowing filters={filters} set={set} />
    </div>
  );
}

/** Searches a third of a second after the last letter. */
function SearchBox({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const say = useWords(customersWords);
  const typed = useTyped(value, onSearch);
  return (
    <Input
      className={styles.search ?? ''}
      aria-label={say('search')}
      placeholder={say('searchPlaceholder')}
      prefix={<Icon name="search" size={16} />}
      allowClear
      {...typed}
    />
  );
}

function useTyped(value: string, onSettled: (text: string) => void) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the clock
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onSettled(text.trim()), 320);
    return () => clearTimeout(timer);
  }, [text]);
  return { value: text, onChange: (event: { target: { value: string } }) => setText(event.target.value) };
}

import type { EntryQuery, ExperienceEntry } from '@yutang/contracts/experience';
import { DataTable } from '../../design/data-table.tsx';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import { PersonLink } from '../customers/person.tsx';
import { experienceEntries } from './experience-api.ts';
import { experienceWords } from './experience-words.ts';

/** A score or complaint in one line: what, and whether somebody has to act. */
export function EntryHead({ entry }: { entry: ExperienceEntry }) {
  const say = useWords(experienceWords);
  const { kind, score, scale, low, open } = entry;
  if (kind === 'complaint')
    return (
      <>
        {say('kind.complaint')} <Tag tone={open ? 'bad' : 'good'}>{say(open ? 'isOpen' : 'isDone')}</Tag>
      </>
    );
  return (
    <>
      {say(`kind.${kind}`, { score: String(score), scale: String(scale) })}{' '}
      {low ? <Tag tone="warn">{say('low')}</Tag> : null}
    </>
  );
}

/** Scores and complaints with the person and the owner, newest first. */
export function EntryList({ query }: { query: Omit<EntryQuery, 'limit' | 'cursor'> }) {
  const say = useWords(experienceWords);
  const titleOf = useChannelTitle();
  const list = usePaged<ExperienceEntry>(['experience', 'entries', query], (cursor) =>
    experienceEntries({ ...query, limit: 30, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Answer of={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty small title={say('noEntries')} />
        ) : (
          <>
            <DataTable
              caption={say('tab.low')}
              rows={items}
              rowKey={({ seq, customer }) => `${seq}-${customer}`}
              columns={[
                {
                  key: 'person',
                  title: say('person'),
                  phone: 'title',
                  cell: ({ customer, name }) => (
                    <PersonLink person={{ id: customer, name, kind: 'customer' }} />
                  ),
                },
                {
                  key: 'what',
                  title: say('what'),
                  phone: 'bare',
                  cell: (entry) => (
                    <>
                      <EntryHead entry={entry} />
                      <div style={{ color: 'var(--ink-faint)' }}>
                        {[entry.step, entry.note].filter(Boolean).join(' · ')}
                      </div>
                    </>
                  ),
                },
                {
                  key: 'where',
                  title: say('by.outlet'),
                  cell: ({ channel, outlet }) =>
                    [outlet, channel && titleOf(channel)].filter(Boolean).join(' · '),
                },
                { key: 'owner', title: say('owner'), cell: ({ owner }) => owner ?? say('nobody') },
                {
                  key: 'when',
                  title: say('when'),
                  number: true,
                  cell: ({ at }) => <Instant at={at} as="ago" />,
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

import type { ConflictPage } from '@yutang/contracts/field-rules';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { PersonLink } from '../customers/person.tsx';
import { fieldText } from './field-value.ts';
import styles from './fields.module.css';
import { fieldConflicts } from './fields-api.ts';
import { fieldsWords } from './fields-words.ts';

/** Whose sources disagree on a field, with every word; the first is the one that holds. */
export function FieldConflicts({ field, nameOf }: { field: string; nameOf: (source: number) => string }) {
  const say = useWords(fieldsWords);
  const list = usePaged<ConflictPage['items'][number]>(['field-rules', field, 'people'], (cursor) =>
    fieldConflicts(field, { limit: 30, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Answer of={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty small title={say('noConflicts')} />
        ) : (
          <>
            <ul className={styles.people}>
              {items.map((person) => (
                <li key={person.customer}>
                  <PersonLink person={{ id: person.customer, name: person.name, kind: 'customer' }} />
                  <ul className={styles.words}>
                    {person.words.map((word, index) => (
                      <li key={word.sourceId}>
                        <span>{fieldText(word.value) ?? say('removed')}</span>
                        {index === 0 ? <Tag tone="water">{say('holds')}</Tag> : null}
                        <small>
                          {nameOf(word.sourceId)} · <Instant at={word.occurredAt} />
                        </small>
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
            <LoadMore of={list} />
          </>
        )
      }
    </Answer>
  );
}

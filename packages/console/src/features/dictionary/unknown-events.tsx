import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useSourceName } from '../sources/source-name.ts';
import type { Edited } from './definition-drawer.tsx';
import styles from './dictionary.module.css';
import { unknownEvents } from './dictionary-api.ts';
import { dictionaryWords } from './dictionary-words.ts';

/** Names that arrive and nobody described; misspellings are pointed out. */
export function UnknownEvents({ onEdit }: { onEdit: (edited: Edited) => void }) {
  const say = useWords(dictionaryWords);
  const formats = useFormats();
  const session = useSession();
  const sourceName = useSourceName();
  const asked = useQuery({ queryKey: ['dictionary', 'unknown'], queryFn: unknownEvents });
  return (
    <Panel title={say('tabUnknown')} note={say('unknownNote')} flush>
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('noUnknown')} />
          ) : (
            <DataTable
              caption={say('tabUnknown')}
              rows={items}
              rowKey={(item) => item.name}
              columns={[
                {
                  key: 'name',
                  title: say('name'),
                  phone: 'title',
                  cell: (item) => (
                    <span className={styles.name}>
                      <code>{item.name}</code>
                      {item.resembles ? (
                        <Tag tone="warn">{say('resembles', { name: item.resembles })}</Tag>
                      ) : null}
                    </span>
                  ),
                },
                {
                  key: 'source',
                  title: say('source'),
                  phone: 'bare',
                  cell: (item) =>
                    item.sourceIds.map((id) => (id === 0 ? say('noSource') : sourceName(id))).join(' · '),
                },
                { key: 'seen', title: say('seen'), number: true, cell: (item) => formats.number(item.seen) },
                {
                  key: 'first',
                  title: say('firstSeen'),
                  number: true,
                  cell: (item) => <Instant at={item.firstSeenAt} as="date" />,
                },
                {
                  key: 'last',
                  title: say('lastSeen'),
                  number: true,
                  cell: (item) => <Instant at={item.lastSeenAt} as="ago" />,
                },
                {
                  key: 'act',
                  title: '',
                  number: true,
                  cell: (item) =>
                    session.can('dictionary.write') ? (
                      <Button size="small" onClick={() => onEdit({ name: item.name })}>
                        {say('describe')}
                      </Button>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Answer>
    </Panel>
  );
}

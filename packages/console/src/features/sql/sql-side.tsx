import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SavedQuery, SqlRun, SqlSchema } from '@yutang/contracts/sql';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Pill, Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { exampleQueries } from './example-queries.ts';
import styles from './sql.module.css';
import { deleteQuery, ownRuns, savedQueries } from './sql-api.ts';
import { sqlWords } from './sql-words.ts';

const shelves = ['views', 'examples', 'saved', 'history'] as const;
type Shelf = (typeof shelves)[number];

export interface SqlSideProps {
  schema: SqlSchema;
  onInsert: (name: string) => void;
  /** A whole query to work on; with the saved one it is, if any. */
  onOpen: (text: string, saved?: SavedQuery) => void;
}

/** Beside the editor: what can be asked, examples, saved queries and one's own runs. */
export function SqlSide({ schema, onInsert, onOpen }: SqlSideProps) {
  const say = useWords(sqlWords);
  const [shelf, setShelf] = useState<Shelf>('examples');
  return (
    <Panel
      title={
        <Row>
          {shelves.map((one) => (
            <Pill key={one} on={one === shelf} onClick={() => setShelf(one)}>
              {say(one)}
            </Pill>
          ))}
        </Row>
      }
      note={shelf === 'views' ? say('viewsNote') : undefined}
    >
      {shelf === 'views' ? <Views schema={schema} onInsert={onInsert} /> : null}
      {shelf === 'examples' ? <Examples onOpen={onOpen} /> : null}
      {shelf === 'saved' ? <Saved onOpen={onOpen} /> : null}
      {shelf === 'history' ? <History onOpen={onOpen} /> : null}
    </Panel>
  );
}

function useInChinese(): boolean {
  return useTranslation().i18n.language.startsWith('zh');
}

function Views({ schema, onInsert }: { schema: SqlSchema; onInsert: (name: string) => void }) {
  const chinese = useInChinese();
  const about = (text: { en: string; zh: string }) => (chinese ? text.zh : text.en);
  return (
    <div className={styles.list}>
      {schema.views.map((view) => (
        <details key={view.name} className={styles.view}>
          <summary>
            <code>{view.name}</code>
            <small>{about(view.about)}</small>
          </summary>
          <div className={styles.columns}>
            {[view, ...view.columns].map((one) => (
              <button key={one.name} type="button" className={styles.pick} onClick={() => onInsert(one.name)}>
                <code>{one.name}</code>
                {'type' in one ? <span>{one.type}</span> : null}
                {'type' in one ? <small>{about(one.about)}</small> : null}
              </button>
            ))}
          </div>
        </details>
      ))}
    </div>
  );
}

function Examples({ onOpen }: Pick<SqlSideProps, 'onOpen'>) {
  const say = useWords(sqlWords);
  return (
    <div className={styles.list}>
      {exampleQueries.map(({ name, text }) => (
        <button key={name} type="button" className={styles.pick} onClick={() => onOpen(text)}>
          {say(name)}
        </button>
      ))}
    </div>
  );
}

function Saved({ onOpen }: Pick<SqlSideProps, 'onOpen'>) {
  const say = useWords(sqlWords);
  const sayDesign = useWords(designWords);
  const { role } = useSession();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const list = usePaged<SavedQuery>(['sql', 'queries'], savedQueries);
  const deleting = useMutation({
    mutationFn: deleteQuery,
    onSuccess: () => {
      message.success(say('deleted'));
      void queryClient.invalidateQueries({ queryKey: ['sql', 'queries'] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const mayDelete = (query: SavedQuery) => query.own || role === 'owner' || role === 'admin';
  return (
    <Answer of={list} small>
      {({ items }) =>
        items.length === 0 ? (
          <Empty small title={say('savedEmpty')} text={say('savedEmptyHint')} />
        ) : (
          <div className={styles.list}>
            {items.map((query) => (
              <div key={query.id} className={styles.item}>
                <button type="button" className={styles.pick} onClick={() => onOpen(query.text, query)}>
                  {query.name}
                  <small>{say('by', { owner: query.owner })}</small>
                </button>
                {mayDelete(query) ? (
                  <Popconfirm
                    title={say('deleteAsk', { name: query.name })}
                    okText={say('delete')}
                    cancelText={say('cancel')}
                    onConfirm={() => deleting.mutate(query.id)}
                  >
                    <Button
                      size="small"
                      type="text"
                      icon={<Icon name="trash" size={14} />}
                      aria-label={`${say('delete')}: ${query.name}`}
                    />
                  </Popconfirm>
                ) : null}
              </div>
            ))}
            <LoadMore of={list} />
          </div>
        )
      }
    </Answer>
  );
}

function History({ onOpen }: Pick<SqlSideProps, 'onOpen'>) {
  const say = useWords(sqlWords);
  const formats = useFormats();
  const list = usePaged<SqlRun>(['sql', 'runs'], ownRuns);
  return (
    <Answer of={list} small>
      {({ items }) =>
        items.length === 0 ? (
          <Empty small title={say('historyEmpty')} />
        ) : (
          <div className={styles.list}>
            {items.map((run) => (
              <button key={run.id} type="button" className={styles.pick} onClick={() => onOpen(run.text)}>
                <Instant at={run.at} as="ago" /> · {say('rows', { count: run.rows })} ·{' '}
                {formats.duration(run.ms)} {run.error ? <Tag tone="warn">{say('failed')}</Tag> : null}
                <small>
                  <code>{run.text.replace(/\s+/g, ' ').slice(0, 120)}</code>
                </small>
              </button>
            ))}
            <LoadMore of={list} />
          </div>
        )
      }
    </Answer>
  );
}

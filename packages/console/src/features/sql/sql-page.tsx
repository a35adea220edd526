import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SavedQuery, SqlAnswer, SqlSchema } from '@yutang/contracts/sql';
import { Button, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/client.ts';
import { DownloadButton } from '../../design/download-button.tsx';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Notice } from '../../design/notice.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty, Skeleton } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { exampleQueries } from './example-queries.ts';
import { ResultGrid } from './result-grid.tsx';
import { SaveDialog } from './save-dialog.tsx';
import styles from './sql.module.css';
import { cancelQuery, exportQuery, runQuery, sqlSchema } from './sql-api.ts';
import { type EditorHandle, SqlEditor } from './sql-editor.tsx';
import { SqlSide } from './sql-side.tsx';
import { sqlWords } from './sql-words.ts';

/** The analyst's door: write a query, see its rows, take them along. */
export function SqlPage() {
  const say = useWords(sqlWords);
  const schema = useQuery({ queryKey: ['sql', 'schema'], queryFn: sqlSchema });
  return (
    <Page title={say('title')} lead={schema.data ? say('lead', { zone: schema.data.zone }) : null}>
      <Answer of={schema}>{(known) => <Workbench schema={known} />}</Answer>
    </Page>
  );
}

function Workbench({ schema }: { schema: SqlSchema }) {
  const say = useWords(sqlWords);
  const chinese = useTranslation().i18n.language.startsWith('zh');
  const queryClient = useQueryClient();
  const editor = useRef<EditorHandle>(null);
  const runKey = useRef('');
  const [text, setText] = useState(exampleQueries[0]?.text ?? '');
  const [opened, setOpened] = useState<SavedQuery | null>(null);
  const [saving, setSaving] = useState(false);
  const [limit, setLimit] = useState(1_000);
  const running = useMutation({
    mutationFn: (query: string) => {
      runKey.current = crypto.randomUUID?.() ?? `run-${Date.now()}-${Math.random().toString(36).slice(2)}`;
      return runQuery({ text: query, limit, key: runKey.current });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['sql', 'runs'] }),
  });
  const run = () => {
    if (!running.isPending && text.trim() !== '') running.mutate(text);
  };
  const place = placeOf(running.error);
  const exporting = (format: 'csv' | 'parquet') =>
    exportQuery({ text, format }).finally(() => queryClient.invalidateQueries({ queryKey: ['sql', 'runs'] }));
  return (
    <>
      {schema.closed ? (
        <Notice tone="warn">
          {say('closed')}: {chinese ? schema.closed.zh : schema.closed.en}
        </Notice>
      ) : null}
      {schema.masked ? <Notice>{say('masked')}</Notice> : null}
      <div className={styles.work}>
        <div className={styles.main}>
          <Panel title={opened?.name ?? say('editor')}>
            <SqlEditor
              ref={editor}
              label={say('editor')}
              value={text}
              onChange={setText}
              onRun={run}
              faultyLine={place?.line ?? null}
            />
            <div className={styles.bar}>
              {running.isPending ? (
                <Button
                  danger
                  icon={<Icon name="pause" size={16} />}
                  onClick={() => void cancelQuery(runKey.current)}
                >
                  {say('stop')}
                </Button>
              ) : (
                <Button
                  type="primary"
                  icon={<Icon name="play" size={16} />}
                  onClick={run}
                  disabled={schema.closed !== null}
                >
                  {say('run')}
                </Button>
              )}
              <span className={styles.hint}>{running.isPending ? say('running') : say('runHint')}</span>
              <Select
                size="small"
                aria-label={say('rowLimit')}
                value={limit}
                onChange={setLimit}
                options={[100, 1_000, 10_000].map((value) => ({
                  value,
                  label: say('upTo', { count: value }),
                }))}
              />
              <span className={styles.push} />
              <Button onClick={() => setSaving(true)}>{say('save')}</Button>
              <DownloadButton
                name={`${say('fileName')}.csv`}
                text={say('csv')}
                ask={() => exporting('csv')}
              />
              <DownloadButton
                name={`${say('fileName')}.parquet`}
                text={say('parquet')}
                ask={() => exporting('parquet')}
              />
            </div>
            {running.error && !running.isPending ? (
              <div className={styles.fault}>
                <Notice
                  error={running.error}
                  action={
                    place ? (
                      <Button size="small" onClick={() => editor.current?.goTo(place.line, place.column)}>
                        {say('line', { line: place.line })}
                      </Button>
                    ) : null
                  }
                />
              </div>
            ) : null}
          </Panel>
          <Result answer={running.data} pending={running.isPending} />
        </div>
        <SqlSide
          schema={schema}
          onInsert={(name) => editor.current?.insert(name)}
          onOpen={(query, saved) => {
            setText(query);
            setOpened(saved ?? null);
            running.reset();
          }}
        />
      </div>
      {saving ? (
        <SaveDialog text={text} opened={opened} onClose={() => setSaving(false)} onSaved={setOpened} />
      ) : null}
    </>
  );
}

function Result({ answer, pending }: { answer: SqlAnswer | undefined; pending: boolean }) {
  const say = useWords(sqlWords);
  const formats = useFormats();
  if (pending) {
    return (
      <Panel title={say('result')}>
        <Skeleton />
      </Panel>
    );
  }
  if (!answer) {
    return (
      <Panel title={say('result')}>
        <Empty small title={say('idle')} text={say('idleHint')} />
      </Panel>
    );
  }
  const count = answer.rows.length;
  return (
    <Panel
      flush
      title={say('rows', { count })}
      note={`${say('took', { time: formats.duration(answer.ms) })}${answer.more ? ` · ${say('more', { count })}` : ''}`}
    >
      {count === 0 ? (
        <Empty small title={say('none')} text={say('noneHint')} />
      ) : (
        <ResultGrid answer={answer} caption={say('result')} />
      )}
    </Panel>
  );
}

/** Where the server says the query is wrong. */
function placeOf(error: unknown): { line: number; column: number } | null {
  if (!(error instanceof Problem)) return null;
  const { line, column } = error.params;
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : null;
}

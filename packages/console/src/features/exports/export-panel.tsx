import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Export, ExportFormat } from '@yutang/contracts/exports';
import { App, Button, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { Track } from '../../design/track.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './exports.module.css';
import { archiveOf, listExports, removeExport, startExport } from './exports-api.ts';
import { exportsWords } from './exports-words.ts';

const key = ['exports'];
const tones = { running: 'water', done: 'good', failed: 'bad' } as const;
const formatChoices: { value: ExportFormat; label: string }[] = [
  { value: 'parquet', label: 'Parquet' },
  { value: 'jsonl', label: 'JSON Lines' },
];

/** The whole workspace as files: begun here, followed, downloaded. */
export function ExportPanel() {
  const say = useWords(exportsWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [format, setFormat] = useState<ExportFormat>('parquet');
  const asked = useQuery({
    queryKey: key,
    queryFn: listExports,
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? 1000 : false),
  });
  const starting = useMutation({
    mutationFn: () => startExport(format),
    onSuccess: () => {
      message.success(say('begun'));
      void queryClient.invalidateQueries({ queryKey: key });
    },
  });
  const running = asked.data?.items.some((one) => one.state === 'running') ?? false;
  return (
    <Panel title={say('out')} note={say('outNote')}>
      {starting.error ? <Notice error={starting.error} /> : null}
      <Notice tone="warn">{say('personal')}</Notice>
      <div className={styles.actions}>
        <Segmented aria-label={say('format')} value={format} onChange={setFormat} options={formatChoices} />
        <Button
          type="primary"
          loading={starting.isPending}
          disabled={running}
          onClick={() => starting.mutate()}
        >
          {say('begin')}
        </Button>
      </div>
      <Answer of={asked} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('none')} text={say('noneText')} />
          ) : (
            <ul className={styles.list}>
              {items.map((one) => (
                <ExportRow key={one.name} one={one} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

function ExportRow({ one }: { one: Export }) {
  const say = useWords(exportsWords);
  const formats = useFormats();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const removing = useMutation({
    mutationFn: () => removeExport(one.name),
    onSuccess: () => {
      message.success(say('removed'));
      void queryClient.invalidateQueries({ queryKey: key });
    },
  });
  return (
    <li>
      <div>
        <strong>
          <Instant at={one.startedAt} /> · {one.format === 'parquet' ? 'Parquet' : 'JSON Lines'}
        </strong>
        <Tag tone={tones[one.state]}>{say(`state.${one.state}`)}</Tag>
        {one.fault ? <p className={styles.soft}>{one.fault.title}</p> : null}
        {one.state === 'running' ? (
          <Track share={one.rows / Math.max(1, one.expectedRows)} label={say('state.running')} />
        ) : null}
        {one.state === 'done' ? (
          <p className={styles.soft}>
            {say('rows', { rows: formats.number(one.rows), bytes: formats.bytes(one.bytes) })}
            {one.keptUntil === null ? null : (
              <>
                {' · '}
                {say('keptUntil')} <Instant at={one.keptUntil} />
              </>
            )}
            {one.waiting > 0 ? ` · ${say('waiting', { count: one.waiting })}` : ''}
          </p>
        ) : null}
        {removing.error ? <Notice error={removing.error} /> : null}
      </div>
      {one.state === 'running' ? null : (
        <div className={styles.actions}>
          {one.state === 'done' ? (
            <Button
              size="small"
              icon={<Icon name="download" size={14} />}
              href={archiveOf(one.name)}
              download
            >
              {say('download')}
            </Button>
          ) : null}
          <Popconfirm title={say('removeSure')} okText={say('remove')} onConfirm={() => removing.mutate()}>
            <Button size="small" loading={removing.isPending}>
              {say('remove')}
            </Button>
          </Popconfirm>
        </div>
      )}
    </li>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Import, ImportFile } from '@yutang/contracts/imports';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { DownloadButton } from '../../design/download-button.tsx';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { DropZone } from './drop-zone.tsx';
import styles from './imports.module.css';
import {
  importFiles,
  importList,
  pauseImport,
  rejectedRows,
  resumeImport,
  undoImport,
} from './imports-api.ts';
import { importsWords } from './imports-words.ts';

const moving = new Set<Import['state']>(['queued', 'running', 'undoing']);
const tones: Record<Import['state'], TagTone> = {
  queued: 'plain',
  running: 'water',
  paused: 'warn',
  done: 'good',
  failed: 'bad',
  undoing: 'warn',
  undone: 'plain',
};

/** Files brought in, and the door for the next. */
export function ImportsPage() {
  const say = useWords(importsWords);
  const session = useSession();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { i18n } = useTranslation();
  const list = useQuery({
    queryKey: ['imports', 'list', i18n.language],
    queryFn: () => importList(),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => moving.has(one.state)) ? 1000 : false),
  });
  const uploaded = (file: ImportFile) => {
    queryClient.setQueryData<{ items: ImportFile[] }>(['imports', 'files'], (before) => ({
      items: [file, ...(before?.items ?? [])],
    }));
    void navigate(`/imports/files/${file.id}`);
  };
  return (
    <Page title={say('title')} lead={say('lead')}>
      {session.can('imports.write') ? (
        <>
          <DropZone onUploaded={uploaded} />
          <WaitingFiles imported={list.data?.items ?? []} />
        </>
      ) : null}
      <Panel title={list.data && list.data.items.length > 0 ? say('history') : null} flush>
        <Answer of={list}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty
                title={say('emptyTitle')}
                text={session.can('imports.write') ? say('emptyText') : undefined}
              />
            ) : (
              <ul>
                {items.map((one) => (
                  <ImportLine key={one.id} one={one} />
                ))}
              </ul>
            )
          }
        </Answer>
      </Panel>
    </Page>
  );
}

/** Files uploaded and not imported yet. */
function WaitingFiles({ imported }: { imported: Import[] }) {
  const say = useWords(importsWords);
  const formats = useFormats();
  const navigate = useNavigate();
  const files = useQuery({ queryKey: ['imports', 'files'], queryFn: importFiles });
  const used = new Set(imported.map((one) => one.fileId));
  const waiting = (files.data?.items ?? []).filter((file) => !used.has(file.id)).slice(0, 5);
  if (waiting.length === 0) return null;
  return (
    <Panel title={say('files')}>
      <ul className={styles.files}>
        {waiting.map((file) => (
          <li key={file.id}>
            <span>
              <strong>{file.name}</strong>{' '}
              <span className={styles.soft}>
                {formats.bytes(file.bytes)} · {formats.dateTime(file.uploadedAt)}
              </span>
            </span>
            <Button size="small" onClick={() => void navigate(`/imports/files/${file.id}`)}>
              {say('continueFile')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ImportLine({ one }: { one: Import }) {
  const say = useWords(importsWords);
  const formats = useFormats();
  return (
    <li className={styles.import}>
      <div className={styles.head}>
        <strong>{one.fileName}</strong>
        <Tag tone={tones[one.state]}>{say(`state.${one.state}`)}</Tag>
        <Tag>{say(`kind.${one.kind}`)}</Tag>
        <span className={styles.soft}>
          {one.source} · {say('by', { by: one.createdBy, at: formats.dateTime(one.createdAt) })}
        </span>
        <span className={styles.grow} />
        <Actions one={one} />
      </div>
      {moving.has(one.state) || one.state === 'paused' ? (
        <div className={styles.progress}>
          <span
            className={styles.track}
            role="progressbar"
            aria-label={one.fileName}
            aria-valuenow={Math.round(one.progress * 100)}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <i style={{ width: `${100 * one.progress}%` }} />
          </span>
          <span className="figure">{formats.percent(one.progress)}</span>
        </div>
      ) : null}
      <p className={`${styles.counts} figure`}>
        {say('read')} {formats.number(one.read)} · {say('accepted')} {formats.number(one.accepted)} ·{' '}
        {say('repeated')} {formats.number(one.repeated)} · {say('rejected')} {formats.number(one.rejected)} ·{' '}
        {say('events', { count: one.events })}
        {one.rate !== null && one.etaMs !== null
          ? ` · ${say('rate', { rate: formats.number(Math.round(one.rate)), eta: formats.duration(one.etaMs) })}`
          : ''}
        {one.waiting ? ` · ${say('waiting')}` : ''}
      </p>
      {one.spec.addressBook ? (
        <p className={styles.soft}>{say('bookEvidence', { evidence: one.spec.addressBook.evidence })}</p>
      ) : null}
      {one.fault ? <Notice tone="bad">{one.fault}</Notice> : null}
      {one.reasons.length > 0 ? (
        <ul className={styles.reasons}>
          {one.reasons.slice(0, 4).map((reason) => (
            <li key={`${reason.column}-${reason.code}`}>
              <span className="figure">{say('rows', { count: reason.count })}</span>
              {reason.column ? <code>{reason.column}</code> : null} {reason.reason}
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function Actions({ one }: { one: Import }) {
  const say = useWords(importsWords);
  const sayDesign = useWords(designWords);
  const session = useSession();
  const queryClient = useQueryClient();
  const { message, modal } = App.useApp();
  const acting = useMutation({
    mutationFn: (act: (id: number) => Promise<Import>) => act(one.id),
    onSettled: () => void queryClient.invalidateQueries(),
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const may = session.can('imports.write');
  return (
    <Row>
      {one.rejected > 0 ? (
        <DownloadButton
          small
          name={`rejects-${one.id}.csv`}
          text={say('rejects')}
          ask={() => rejectedRows(one.id)}
        />
      ) : null}
      {may && one.state === 'running' ? (
        <Button
          size="small"
          icon={<Icon name="pause" size={14} />}
          onClick={() => acting.mutate(pauseImport)}
        >
          {say('pause')}
        </Button>
      ) : null}
      {may && (one.state === 'paused' || one.state === 'failed') ? (
        <Button
          size="small"
          icon={<Icon name="play" size={14} />}
          onClick={() => acting.mutate(resumeImport)}
        >
          {say('resume')}
        </Button>
      ) : null}
      {may && (one.state === 'done' || one.state === 'paused' || one.state === 'failed') ? (
        <Button
          size="small"
          danger
          icon={<Icon name="undo" size={14} />}
          onClick={() =>
            void modal.confirm({
              title: say('undoTitle'),
              content: say('undoText'),
              okText: say('undo'),
              okButtonProps: { danger: true },
              onOk: () => acting.mutateAsync(undoImport).catch(() => {}),
            })
          }
        >
          {say('undo')}
        </Button>
      ) : null}
    </Row>
  );
}

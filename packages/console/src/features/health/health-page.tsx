import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BackupList, BackupStatus } from '@yutang/contracts/backup';
import type { HealthCheck, HealthReport } from '@yutang/contracts/health';
import type { EngineState } from '@yutang/contracts/sources';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { CopyButton } from '../../design/copy.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { Track } from '../../design/track.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import styles from './health.module.css';
import { healthWords } from './health-words.ts';

const tones = { ok: 'good', warn: 'warn', fail: 'bad' } as const;
const worstFirst = { fail: 0, warn: 1, ok: 2 } as const;
const backupTones: Record<BackupStatus['state'], TagTone> = { running: 'water', done: 'good', failed: 'bad' };

/** What `yutang doctor` says, how far the engine is, and the backups. */
export function HealthPage() {
  const say = useWords(healthWords);
  const formats = useFormats();
  const session = useSession();
  const report = useQuery({
    queryKey: ['health'],
    queryFn: () => call<HealthReport>('GET', '/health'),
    refetchInterval: 30_000,
  });
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <Button
          icon={<Icon name="refresh" size={16} />}
          loading={report.isFetching}
          onClick={() => void report.refetch()}
        >
          {say('refresh')}
        </Button>
      }
    >
      <Answer of={report}>
        {(data) => (
          <>
            <Notice tone={tones[data.state]}>
              <strong>{say(`sum.${data.state}`)}</strong>
              <br />
              {say('asOf', {
                at: formats.dateTime(data.checkedAt),
                version: data.version,
                up: formats.duration(Date.now() - data.startedAt),
              })}
            </Notice>
            <Engine />
            {session.can('backup.run') ? <Backups /> : null}
            <Panel title={say('checks')}>
              <ul className={styles.checks}>
                {[...data.checks]
                  .sort((a, b) => worstFirst[a.state] - worstFirst[b.state])
                  .map((check) => (
                    <Check key={check.name} check={check} />
                  ))}
              </ul>
            </Panel>
          </>
        )}
      </Answer>
    </Page>
  );
}

function Check({ check }: { check: HealthCheck }) {
  const say = useWords(healthWords);
  const { i18n } = useTranslation();
  const text = (both: HealthCheck['label']) => (i18n.language === 'en' ? both.en : both.zh);
  return (
    <li>
      <Tag tone={tones[check.state]}>{say(`state.${check.state}`)}</Tag>
      <div>
        <strong>{text(check.label)}</strong> <span className={styles.soft}>{text(check.detail)}</span>
        {check.remedy ? <p className={styles.remedy}>{say('remedy', { text: text(check.remedy) })}</p> : null}
      </div>
    </li>
  );
}

function Engine() {
  const say = useWords(healthWords);
  const formats = useFormats();
  const asked = useQuery({
    queryKey: ['engine'],
    queryFn: () => call<EngineState>('GET', '/engine'),
    refetchInterval: 5000,
  });
  return (
    <Answer of={asked} small>
      {(engine) => (
        <>
          {engine.exportError ? (
            <Notice tone="bad">{say('exportError', { error: engine.exportError })}</Notice>
          ) : null}
          <Tiles>
            <NumberTile
              label={say('logged')}
              note={say('loggedNote')}
              value={formats.number(engine.lastSeq)}
            />
            <NumberTile
              label={say('waiting')}
              note={
                engine.oldestWaitingAt === null
                  ? say('waitingNote')
                  : say('oldest', { at: formats.dateTime(engine.oldestWaitingAt) })
              }
              value={formats.number(engine.waitingEvents)}
            />
            <NumberTile
              label={say('lag')}
              note={say('lagNote')}
              value={formats.number(Math.max(0, engine.lastSeq - engine.exportedSeq))}
            />
            <NumberTile
              label={say('failed')}
              note={say('failedNote')}
              value={formats.number(engine.failedRows)}
            />
          </Tiles>
        </>
      )}
    </Answer>
  );
}

function Backups() {
  const say = useWords(healthWords);
  const sayDesign = useWords(designWords);
  const formats = useFormats();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const asked = useQuery({
    queryKey: ['backup'],
    queryFn: () => call<BackupList>('GET', '/backup'),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? 1500 : false),
  });
  const starting = useMutation({
    mutationFn: () => call<BackupStatus>('POST', '/backup', { body: {} }),
    onSuccess: () => {
      message.success(say('backupStarted'));
      void queryClient.invalidateQueries({ queryKey: ['backup'] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Panel
      title={say('backups')}
      aside={
        <Button type="primary" loading={starting.isPending} onClick={() => starting.mutate()}>
          {say('backup')}
        </Button>
      }
    >
      <Answer of={asked} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noBackups')} text={say('noBackupsText')} />
          ) : (
            <ul className={styles.backups}>
              {items.map((one) => (
                <li key={one.name}>
                  <div>
                    <strong>{one.name}</strong>{' '}
                    <Tag tone={backupTones[one.state]}>{say(`backup.${one.state}`)}</Tag>
                    <p className={styles.soft}>
                      <Instant at={one.startedAt} /> ·{' '}
                      {say('rows', { rows: formats.number(one.rows), bytes: formats.bytes(one.bytes) })}
                      {one.state === 'done' ? '' : ` · ${one.detail}`}
                    </p>
                    {one.state === 'running' ? (
                      <Track share={one.rows / Math.max(1, one.expectedRows)} label={say('backup.running')} />
                    ) : null}
                  </div>
                  <CopyButton text={one.folder} label={say('copied')} />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}

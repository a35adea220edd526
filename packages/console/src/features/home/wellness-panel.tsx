import type { HealthCheck } from '@yutang/contracts/health';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { Skeleton } from '../../design/state.tsx';
import { useNow } from '../../design/workspace-clock.ts';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useSources } from '../sources/sources-api.ts';
import { Trouble } from './figure-tile.tsx';
import styles from './home.module.css';
import { useBackups, useHealth, useKeys, useQuarantine } from './home-questions.ts';
import { homeWords } from './home-words.ts';

const day = 86_400_000;
/** A backup older than this is said to be old. */
const backupAge = 7 * day;
/** A key is told of so long before it ends. */
const keyNotice = 14 * day;

interface Matter {
  key: string;
  bad: boolean;
  what: string;
  remedy: string | null;
  to: string;
}

/** “All is well”, or the first thing that is not, with its remedy. */
export function WellnessPanel() {
  const say = useWords(homeWords);
  const { matters, asked } = useMatters();
  const failed = asked.filter((one) => one.error && one.data === undefined);
  const waiting = asked.some((one) => one.data === undefined && !one.error);
  const [first, ...others] = matters;
  return (
    <Panel title={say('health')}>
      {first ? (
        <Notice
          tone={first.bad ? 'bad' : 'warn'}
          action={
            <Link to={first.to}>
              <Button size="small">{say('open')}</Button>
            </Link>
          }
        >
          <strong>{first.what}</strong>
          {first.remedy ? <div>{first.remedy}</div> : null}
        </Notice>
      ) : waiting ? (
        <Skeleton lines={2} />
      ) : failed.length === 0 ? (
        <Notice tone="good">
          <strong>{say('allWell')}</strong>
          <div>{say('allWellText')}</div>
        </Notice>
      ) : null}
      {failed[0] ? <Trouble of={failed[0]} /> : null}
      {others.length > 0 ? (
        <>
          <p style={{ color: 'var(--ink-faint)', margin: '12px 0 2px', fontSize: 12.5 }}>
            {say('alsoWrong', { count: others.length })}
          </p>
          <ul className={styles.rows}>
            {others.slice(0, 5).map((matter) => (
              <li key={matter.key}>
                <div className={styles.what}>
                  <Link to={matter.to}>{matter.what}</Link>
                  {matter.remedy ? <small>{matter.remedy}</small> : null}
                </div>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Panel>
  );
}

/** Everything that wants looking at, the worst first, of what the role may see. */
function useMatters() {
  const say = useWords(homeWords);
  const formats = useFormats();
  const session = useSession();
  const { i18n } = useTranslation();
  const real = useNow({ everyMs: 60_000, real: true });
  const health = useHealth(session.can('health.read'));
  const quarantine = useQuarantine(session.can('quarantine.write'));
  const sources = useSources();
  const backups = useBackups(session.can('backup.run'));
  const keys = useKeys(session.can('keys.read'));
  const text = (both: HealthCheck['label']) => (i18n.language === 'en' ? both.en : both.zh);
  const matters: Matter[] = [];
  for (const check of health.data?.checks ?? []) {
    // the sources of this workspace stand below one by one; the check counts those of others too
    if (check.state === 'ok' || (check.name === 'sources.stale' && sources.data)) continue;
    const what = `${text(check.label)}: ${text(check.detail)}`;
    const remedy = check.remedy ? text(check.remedy) : null;
    matters.push({ key: check.name, bad: check.state === 'fail', what, remedy, to: '/doctor' });
  }
  if (quarantine.data && quarantine.data.open > 0)
    matters.push({
      key: 'quarantine',
      bad: false,
      what: say('quarantined', { count: quarantine.data.open }),
      remedy: say('quarantinedFix'),
      to: '/quarantine',
    });
  for (const { id, name, state } of sources.data?.items ?? [])
    if (state === 'stale')
      matters.push({
        key: `source ${id}`,
        bad: false,
        what: say('stale', { name }),
        remedy: say('staleFix'),
        to: '/sources',
      });
  if (backups.data) {
    const last = backups.data.items.find(({ state }) => state === 'done')?.finishedAt ?? null;
    if (last === null || real - last > backupAge)
      matters.push({
        key: 'backup',
        bad: false,
        what: last === null ? say('noBackup') : say('oldBackup', { ago: formats.ago(last, real) }),
        remedy: say('backupFix'),
        to: '/doctor',
      });
  }
  for (const { id, label, expiresAt, revokedAt } of keys.data?.items ?? [])
    if (revokedAt === null && expiresAt !== null && expiresAt > real && expiresAt < real + keyNotice)
      matters.push({
        key: `key ${id}`,
        bad: false,
        what: say('expiring', { name: label, ago: formats.ago(expiresAt, real) }),
        remedy: say('expiringFix'),
        to: '/keys',
      });
  matters.sort((a, b) => Number(b.bad) - Number(a.bad));
  const asked = [
    ...(session.can('health.read') ? [health] : []),
    ...(session.can('quarantine.write') ? [quarantine] : []),
    ...(session.can('sources.read') ? [sources] : []),
    ...(session.can('backup.run') ? [backups] : []),
    ...(session.can('keys.read') ? [keys] : []),
  ];
  return { matters, asked };
}

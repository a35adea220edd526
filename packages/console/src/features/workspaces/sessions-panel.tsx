import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { designWords } from '../../design/design-words.ts';
import { Instant } from '../../design/instant.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './settings.module.css';
import { endOtherSessions, endSession, sessionList } from './settings-api.ts';
import { settingsWords } from './settings-words.ts';

/** `Chrome · macOS` of a user agent, as far as it says so. */
function deviceOf(userAgent: string): string {
  const browser = /(Edg|OPR|Firefox|MicroMessenger|Chrome|Safari)/.exec(userAgent)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1];
  const names: Record<string, string> = {
    Edg: 'Edge',
    OPR: 'Opera',
    MicroMessenger: '微信',
    'Mac OS X': 'macOS',
  };
  return [browser, system]
    .filter((part) => part !== undefined)
    .map((part) => names[part] ?? part)
    .join(' · ');
}

/** Where one is signed in; ended one by one or all but this. */
export function SessionsPanel() {
  const say = useWords(settingsWords);
  const sayDesign = useWords(designWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const asked = useQuery({ queryKey: ['sessions'], queryFn: sessionList });
  const ending = useMutation({
    mutationFn: (id: number | 'others') => (id === 'others' ? endOtherSessions() : endSession(id)),
    onSuccess: (answer) => {
      message.success(say('ended', { count: answer?.ended ?? 1 }));
      void queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Panel
      title={say('sessions')}
      aside={
        (asked.data?.items.length ?? 0) > 1 ? (
          <Button size="small" danger onClick={() => ending.mutate('others')}>
            {say('endOthers')}
          </Button>
        ) : null
      }
    >
      <Answer of={asked} small>
        {({ items }) => (
          <ul className={styles.sessions}>
            {items.map((session) => (
              <li key={session.id}>
                <div>
                  <strong title={session.userAgent}>
                    {deviceOf(session.userAgent) || say('unknownDevice')}
                  </strong>{' '}
                  {session.current ? <Tag tone="water">{say('thisDevice')}</Tag> : null}
                  <p className={styles.soft}>
                    {session.ip} · {say('lastSeen')} <Instant at={session.lastSeenAt} as="ago" real />
                  </p>
                </div>
                {session.current ? null : (
                  <Button size="small" onClick={() => ending.mutate(session.id)}>
                    {say('end')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </Panel>
  );
}

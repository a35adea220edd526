import type { ReactNode } from 'react';
import { Problem } from '../api/client.ts';
import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import { Icon } from './icon.tsx';
import styles from './notice.module.css';

export interface NoticeProps {
  /** A failure: its own words are shown. */
  error?: unknown;
  tone?: 'info' | 'warn' | 'bad' | 'good';
  children?: ReactNode;
  action?: ReactNode;
}

/** A sentence that must be seen, in place. */
export function Notice({ error, tone = error ? 'bad' : 'info', children, action }: NoticeProps) {
  const say = useWords(designWords);
  return (
    <div className={`${styles.notice} ${styles[tone]}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={tone === 'good' ? 'check' : tone === 'info' ? 'info' : 'warn'} />
      <div className={styles.text}>{children ?? problemText(error, say)}</div>
      {action}
    </div>
  );
}

/** A failure in one sentence, for notices and messages. */
export function problemText(error: unknown, say: (key: 'offlineTitle' | 'faultTitle') => string): string {
  if (error instanceof Problem)
    return error.status === 0 ? say('offlineTitle') : error.title || say('faultTitle');
  return say('faultTitle');
}

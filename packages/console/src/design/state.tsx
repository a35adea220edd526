import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Problem } from '../api/client.ts';
import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import styles from './state.module.css';

/** Ripples on still water: nothing here yet. */
function StillWater() {
  return (
    <svg className={styles.still} viewBox="0 0 120 56" aria-hidden="true">
      <ellipse cx="60" cy="30" rx="54" ry="18" />
      <ellipse cx="60" cy="30" rx="36" ry="12" />
      <ellipse cx="60" cy="30" rx="18" ry="6" />
      <circle cx="60" cy="30" r="2" />
    </svg>
  );
}

export interface EmptyProps {
  title: ReactNode;
  /** Why it is empty and what to do next. */
  text?: ReactNode;
  action?: ReactNode;
  /** Inside a small panel. */
  small?: boolean;
}

/** An empty place says why, and the next step. */
export function Empty({ title, text, action, small = false }: EmptyProps) {
  return (
    <div className={`${styles.state} ${small ? styles.small : ''}`}>
      {small ? null : <StillWater />}
      <p className={styles.title}>{title}</p>
      {text ? <div className={styles.text}>{text}</div> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}

export interface FailureProps {
  error: unknown;
  /** Not offered for what does not exist. */
  retry?: () => void;
  /** A way out of a page that cannot be shown. */
  back?: ReactNode;
  small?: boolean;
}

/** What went wrong in the server's own words, and a way to try again. */
export function Failure({ error, retry, back, small = false }: FailureProps) {
  const say = useWords(designWords);
  const problem = error instanceof Problem ? error : undefined;
  if (problem?.status === 403)
    return <Forbidden permission={String(problem.params.permission ?? '')} small={small} />;
  const title =
    problem?.status === 0
      ? say('offlineTitle')
      : problem?.status === 404
        ? say('notFoundTitle')
        : say('faultTitle');
  const text = problem?.status === 0 ? say('offlineText') : problem?.title;
  return (
    <div className={`${styles.state} ${small ? styles.small : ''}`} role="alert">
      <p className={styles.title}>{title}</p>
      {text ? <p className={styles.text}>{text}</p> : null}
      {problem && problem.status > 0 ? (
        <p className={styles.code}>{say('code', { code: problem.code })}</p>
      ) : null}
      {back || (retry && problem?.status !== 404) ? (
        <div className={styles.action}>
          {retry && problem?.status !== 404 ? <Button onClick={retry}>{say('retry')}</Button> : null}
          {back}
        </div>
      ) : null}
    </div>
  );
}

/** The person is signed in, and the role does not allow this. */
export function Forbidden({ permission, small = false }: { permission: string; small?: boolean }) {
  const say = useWords(designWords);
  return (
    <div className={`${styles.state} ${small ? styles.small : ''}`} role="alert">
      <p className={styles.title}>{say('forbiddenTitle')}</p>
      <p className={styles.text}>{say('forbiddenText', { permission })}</p>
    </div>
  );
}

/** Grey lines where text will stand. */
export function Skeleton({ lines = 4, height }: { lines?: number; height?: number }) {
  const say = useWords(designWords);
  if (height)
    return <div className={styles.block} style={{ height }} role="status" aria-label={say('loading')} />;
  return (
    <div className={styles.skeleton} role="status" aria-label={say('loading')}>
      {Array.from({ length: lines }, (_, line) => `${96 - ((line * 29) % 47)}%`).map((width) => (
        <span key={width} style={{ width }} />
      ))}
    </div>
  );
}

/** What a query of TanStack Query tells about itself. */
export interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

export interface AnswerProps<T> {
  of: Asked<T>;
  children: (data: T) => ReactNode;
  skeleton?: ReactNode;
  /** Where the whole page is the answer: a way out when there is none. */
  back?: ReactNode;
  small?: boolean;
}

/** Skeleton, failure or content of one question. Content stays while it is asked again, even when that fails. */
export function Answer<T>({ of, children, skeleton, back, small = false }: AnswerProps<T>) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.isPending && !of.error) return <>{skeleton ?? <Skeleton lines={small ? 3 : 6} />}</>;
  return <Failure error={of.error} retry={() => void of.refetch()} back={back} small={small} />;
}

import type { ReactNode } from 'react';
import styles from './tag.module.css';

export type TagTone = 'plain' | 'water' | 'good' | 'warn' | 'bad';

/** A short label on a tinted ground. `dot` is a CSS colour for a mark before it. */
export function Tag({
  children,
  tone = 'plain',
  dot,
  title,
}: {
  children: ReactNode;
  tone?: TagTone;
  dot?: string | undefined;
  title?: string | undefined;
}) {
  return (
    <span className={`${styles.tag} ${styles[tone]}`} title={title}>
      {dot ? <i className={styles.dot} style={{ background: dot }} /> : null}
      {children}
    </span>
  );
}

/** A filter that is on or off, or a choice among a few, as a pill. */
export function Pill({ on, onClick, children }: { on: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className={`${styles.pill} ${on ? styles.on : ''}`}
      aria-pressed={on}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

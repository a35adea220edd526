import type { ReactNode } from 'react';
import styles from './stage.module.css';

/** A phone's frame: who holds it, and what is on its screen. */
export function Phone({
  label,
  holder,
  children,
}: {
  label: string;
  holder: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.phone} aria-label={label}>
      <header>
        <small>{label}</small>
        <strong>{holder}</strong>
      </header>
      <div className={styles.screen}>{children}</div>
    </section>
  );
}

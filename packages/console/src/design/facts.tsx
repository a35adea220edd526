import type { ReactNode } from 'react';
import styles from './facts.module.css';

/** Names and values, one a line; lines without a value are left out. */
export function Facts({ rows }: { rows: readonly (readonly [label: ReactNode, value: ReactNode] | null)[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map((row, index) =>
        row && row[1] !== null && row[1] !== undefined && row[1] !== '' ? (
          // Rows have no identity besides their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
          <div key={index}>
            <dt>{row[0]}</dt>
            <dd>{row[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

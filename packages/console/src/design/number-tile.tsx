import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './number-tile.module.css';

export interface NumberTileProps {
  label: ReactNode;
  value: ReactNode;
  /** How it is counted, in one line. */
  note?: ReactNode;
  /** Opens what is behind the number. */
  onOpen?: (() => void) | undefined;
  /** Colour of the small mark before the label; a CSS colour. */
  mark?: string;
  /** The number the page is about. */
  strong?: boolean;
  openLabel?: string;
}

/** A number with its name; a button when the people behind it can be opened. */
export function NumberTile({ label, value, note, onOpen, mark, strong = false, openLabel }: NumberTileProps) {
  const content = (
    <>
      <span className={styles.label}>
        {mark ? <i className={styles.mark} style={{ background: mark }} /> : null}
        {label}
        {onOpen ? (
          <span className={styles.go}>
            <Icon name="forward" size={13} />
          </span>
        ) : null}
      </span>
      <span className={`${styles.value} figure`}>{value}</span>
      {note ? <span className={styles.note}>{note}</span> : null}
    </>
  );
  const className = `${styles.tile} ${strong ? styles.strong : ''}`;
  if (!onOpen) return <div className={className}>{content}</div>;
  return (
    <button type="button" className={`${className} ${styles.button}`} onClick={onOpen} title={openLabel}>
      {content}
    </button>
  );
}

/** Tiles in a row that wraps; hairlines between, one surface. */
export function Tiles({ children }: { children: ReactNode }) {
  return <div className={styles.tiles}>{children}</div>;
}

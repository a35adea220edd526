import type { ReactNode } from 'react';
import styles from './page.module.css';

export interface PageProps {
  title: ReactNode;
  /** For the browser's tab, when `title` is more than text. */
  name?: string;
  /** One sentence: what this page is for. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** Left of the title: a way back, or an avatar. */
  before?: ReactNode;
  children: ReactNode;
  /** Reading width for forms and settings. */
  narrow?: boolean;
}

/** A page: its heading, one sentence, its actions, its content. */
export function Page({ title, name, lead, actions, before, children, narrow = false }: PageProps) {
  const tab = name ?? (typeof title === 'string' ? title : undefined);
  return (
    <div className={`${styles.page} ${narrow ? styles.narrow : ''}`}>
      {tab ? <title>{`${tab} · Yutang`}</title> : null}
      <header className={styles.header}>
        {before}
        <div className={styles.heading}>
          <h1>{title}</h1>
          {lead ? <p>{lead}</p> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

export interface PanelProps {
  title?: ReactNode;
  /** One line under the title: how the thing is counted, or as of when. */
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  /** Content runs to the edges (tables, lists). */
  flush?: boolean;
  className?: string;
}

/** One surface on a page with a title of its own. */
export function Panel({ title, note, aside, children, flush = false, className = '' }: PanelProps) {
  return (
    <section className={`${styles.panel} ${className}`}>
      {title || aside ? (
        <header className={styles.panelHeader}>
          <div className={styles.panelHeading}>
            {title ? <h2>{title}</h2> : null}
            {note ? <p>{note}</p> : null}
          </div>
          {aside ? <div className={styles.aside}>{aside}</div> : null}
        </header>
      ) : null}
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}

/** Panels side by side where there is room. `wide` gives the first two thirds. */
export function Columns({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return <div className={wide ? styles.wideColumns : styles.columns}>{children}</div>;
}

/** Things in a row that wrap: filters, buttons. */
export function Row({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`${styles.row} ${className}`}>{children}</div>;
}

/** Panels one under the other inside a column. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}

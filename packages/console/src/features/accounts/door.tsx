import type { ReactNode } from 'react';
import { LanguageButton, ThemeButton } from '../../app/preferences.tsx';
import { PondMark } from '../../design/pond-mark.tsx';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from './accounts-words.ts';
import styles from './door.module.css';

/** The frame of what is seen before being inside: sign-in, first visit, invitation. */
export function Door({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children: ReactNode }) {
  const say = useWords(accountsWords);
  return (
    <div className={styles.door}>
      <aside className={styles.water}>
        <div className={styles.brand}>
          <PondMark size={34} />
          <span>{say('product')}</span>
        </div>
        <p className={styles.promise}>{say('promise')}</p>
        <Ripples />
      </aside>
      <main className={styles.main}>
        <div className={styles.preferences}>
          <LanguageButton />
          <ThemeButton />
        </div>
        <div className={styles.content}>
          <h1>{title}</h1>
          {lead ? <p className={styles.lead}>{lead}</p> : null}
          {children}
        </div>
      </main>
    </div>
  );
}

/** Water lines, closer together the further away. */
function Ripples() {
  const lines = Array.from({ length: 9 }, (_, line) => {
    const y = 20 + line * (12 + line * 2.4);
    const swell = 5 + line * 1.6;
    return `M-40 ${y}c70 ${-swell} 130 ${-swell} 200 0s130 ${swell} 200 0 130 ${-swell} 200 0 130 ${swell} 200 0`;
  });
  return (
    <svg
      className={styles.ripples}
      viewBox="0 0 600 300"
      preserveAspectRatio="xMidYMin slice"
      aria-hidden="true"
    >
      {lines.map((line, index) => (
        <path key={line} d={line} opacity={0.16 + index * 0.055} />
      ))}
    </svg>
  );
}

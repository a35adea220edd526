import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { problemText } from '../../design/notice.tsx';
import { NumberTile } from '../../design/number-tile.tsx';
import type { Asked } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './home.module.css';
import { homeWords } from './home-words.ts';

interface FigureTileProps<T> {
  of: Asked<T>;
  label: ReactNode;
  value: (data: T) => ReactNode;
  note?: (data: T) => ReactNode;
  /** Address of what is behind the number. */
  to: (data: T) => string;
  strong?: boolean;
}

/** A number with a question of its own: when that fails, the tile says so and the others stand. */
export function FigureTile<T>({ of, label, value, note, to, strong = false }: FigureTileProps<T>) {
  const say = useWords(homeWords);
  const navigate = useNavigate();
  const { data } = of;
  if (data !== undefined)
    return (
      <NumberTile
        label={label}
        value={value(data)}
        note={note?.(data)}
        strong={strong}
        onOpen={() => void navigate(to(data))}
        openLabel={say('open')}
      />
    );
  return (
    <NumberTile
      label={label}
      value={of.error ? '—' : '…'}
      strong={strong}
      note={of.error ? <Trouble of={of} /> : null}
    />
  );
}

/** What went wrong with one question, in a line, and a way to try again. */
export function Trouble({ of }: { of: Pick<Asked<unknown>, 'error' | 'refetch'> }) {
  const say = useWords(homeWords);
  const sayDesign = useWords(designWords);
  return (
    <span role="alert" className={styles.trouble}>
      {problemText(of.error, sayDesign)}{' '}
      <button type="button" onClick={() => void of.refetch()}>
        {say('retry')}
      </button>
    </span>
  );
}

import type { PondOverview } from '@yutang/contracts/pond';
import { useFormats } from '../../design/formats.ts';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Behind } from './people-behind.ts';
import { pondWords } from './pond-words.ts';

const order = ['private', 'identifiable', 'reachable', 'operable', 'stock', 'visitor'] as const;
const marks: Partial<Record<(typeof order)[number], string>> = {
  stock: 'var(--stock)',
  visitor: 'var(--line-strong)',
};

/** The three parts, what has all three, and what has not. */
export function PondTiles({
  counts,
  onOpen,
}: {
  counts: PondOverview['counts'];
  onOpen: (behind: Behind) => void;
}) {
  const say = useWords(pondWords);
  const formats = useFormats();
  return (
    <Tiles>
      {order.map((state) => (
        <NumberTile
          key={state}
          strong={state === 'private'}
          label={say(`tile.${state}`)}
          note={say(`tile.${state}.note`)}
          value={formats.number(counts[state])}
          onOpen={() => onOpen({ state })}
          openLabel={say('openPeople')}
          {...(marks[state] ? { mark: marks[state] } : {})}
        />
      ))}
    </Tiles>
  );
}

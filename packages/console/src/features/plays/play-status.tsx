import type { Play } from '@yutang/contracts/plays';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { playsWords } from './plays-words.ts';

const tones = { draft: 'plain', running: 'water', paused: 'warn', finished: 'good' } as const;

/** Where a play stands. */
export function StatusTag({ play }: { play: Play }) {
  const say = useWords(playsWords);
  if (play.archivedAt !== null) return <Tag>{say('archived')}</Tag>;
  if (!play.described) return <Tag tone="warn">{say('notDescribed')}</Tag>;
  return <Tag tone={tones[play.status]}>{say(`status.${play.status}`)}</Tag>;
}

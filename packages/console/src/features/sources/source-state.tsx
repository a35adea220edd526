import type { Source } from '@yutang/contracts/sources';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { sourcesWords } from './sources-words.ts';

const tones: Record<Source['state'], TagTone> = {
  new: 'water',
  active: 'good',
  stale: 'warn',
  disabled: 'plain',
};

/** Whether a source delivers. */
export function SourceState({ state }: { state: Source['state'] }) {
  const say = useWords(sourcesWords);
  return <Tag tone={tones[state]}>{say(`state.${state}`)}</Tag>;
}

import { Link } from 'react-router';
import { Empty } from '../design/state.tsx';
import { useWords } from '../words/use-words.ts';
import { appWords } from './app-words.ts';

/** An address nobody lives at. */
export function LostPage() {
  const say = useWords(appWords);
  return (
    <Empty title={say('lostTitle')} text={say('lostText')} action={<Link to="/">{say('toPond')}</Link>} />
  );
}

import { Button } from 'antd';
import { useRouteError } from 'react-router';
import { Empty } from '../design/state.tsx';
import { useWords } from '../words/use-words.ts';
import { appWords } from './app-words.ts';

/** A page's file could not be fetched (an upgrade since), or the page itself broke. */
export function PageFault() {
  const say = useWords(appWords);
  const error = useRouteError();
  const stale = error instanceof TypeError && /import|fetch|module/i.test(error.message);
  return (
    <Empty
      title={say(stale ? 'staleTitle' : 'faultTitle')}
      text={stale ? say('staleText') : error instanceof Error ? error.message : undefined}
      action={<Button onClick={() => window.location.reload()}>{say('reload')}</Button>}
    />
  );
}

import { lazy, Suspense, useEffect, useState } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { useWords } from '../../words/use-words.ts';
import { searchWords } from './search-words.ts';

// fetched when it is first opened
const Palette = lazy(() => import('./palette.tsx').then((file) => ({ default: file.Palette })));

const apple = /Mac|iPhone|iPad/.test(navigator.platform);

/** Opens the box that finds everything: by a press, or ⌘K or Ctrl-K anywhere. */
export function SearchButton() {
  const say = useWords(searchWords);
  const [open, setOpen] = useState(false);
  const [used, setUsed] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
      if (event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      setUsed(true);
      setOpen((now) => !now);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <>
      <IconButton
        icon="search"
        label={say('open', { keys: apple ? '⌘K' : 'Ctrl K' })}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          setUsed(true);
          setOpen(true);
        }}
      />
      {used ? (
        <Suspense>
          <Palette open={open} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

import { useEffect, useState } from 'react';
import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import { useFormats } from './formats.ts';

export interface InstantProps {
  /** Epoch ms; null reads “never”. */
  at: number | null | undefined;
  /** `ago`: relative, exact on hover. `exact`: to the millisecond. */
  as?: 'dateTime' | 'date' | 'time' | 'exact' | 'ago';
}

/** An instant in the workspace's zone, machine-readable and with its exact value on hover. */
export function Instant({ at, as = 'dateTime' }: InstantProps) {
  const say = useWords(designWords);
  const formats = useFormats();
  const now = useNow(as === 'ago');
  if (at === null || at === undefined) return <span>{say('never')}</span>;
  const text =
    as === 'ago' ? (Math.abs(now - at) < 5000 ? say('justNow') : formats.ago(at, now)) : formats[as](at);
  return (
    <time dateTime={new Date(at).toISOString()} title={`${formats.exact(at)} ${formats.zone}`}>
      {text}
    </time>
  );
}

/** Wall-clock now, renewed every ten seconds while somebody shows relative times. */
function useNow(active: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, [active]);
  return Math.max(now, active ? now : 0);
}

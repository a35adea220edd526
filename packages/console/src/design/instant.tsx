import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import { useFormats } from './formats.ts';
import { useNow } from './workspace-clock.ts';

export interface InstantProps {
  /** Epoch ms; null reads “never”. */
  at: number | null | undefined;
  /** `ago`: relative, exact on hover. `exact`: to the millisecond. */
  as?: 'dateTime' | 'date' | 'time' | 'exact' | 'ago';
  /** Seen from the real clock, not the workspace's: for what people with accounts did. */
  real?: boolean;
}

/** An instant in the workspace's zone, machine-readable and with its exact value on hover. */
export function Instant({ at, as = 'dateTime', real = false }: InstantProps) {
  const say = useWords(designWords);
  const formats = useFormats();
  const now = useNow({ everyMs: as === 'ago' ? 10_000 : 0, real });
  if (at === null || at === undefined) return <span>{say('never')}</span>;
  const text =
    as === 'ago' ? (Math.abs(now - at) < 5000 ? say('justNow') : formats.ago(at, now)) : formats[as](at);
  return (
    <time dateTime={new Date(at).toISOString()} title={`${formats.exact(at)} ${formats.zone}`}>
      {text}
    </time>
  );
}

import { useContext, useEffect, useState } from 'react';
import { PlaceContext } from './formats.ts';

export interface NowOptions {
  /** How often it is looked at again, ms; 0: never. */
  everyMs: number;
  /** The real clock: sessions, keys and members live by it, whatever a demo's clock says. */
  real?: boolean;
}

/** The workspace's clock, epoch ms: a demo's may be ahead of the browser's. */
export function useNow({ everyMs, real = false }: NowOptions): number {
  const { clockOffsetMs = 0 } = useContext(PlaceContext);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === 0) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now + (real ? 0 : clockOffsetMs);
}

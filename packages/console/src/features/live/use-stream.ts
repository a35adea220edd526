import type { StreamEvent } from '@yutang/contracts/sources';
import { useCallback, useEffect, useRef, useState } from 'react';
import { recentEvents } from '../sources/sources-api.ts';
import { type LiveState, listenLive } from './live-connection.ts';

/** As many events as the page keeps; older ones are in the customers' timelines. */
const most = 300;

/** Recent events, then those that come, newest first; paused ones wait. */
export function useStream(paused: boolean) {
  const [events, setEvents] = useState<StreamEvent[]>([]);
  const [waiting, setWaiting] = useState<StreamEvent[]>([]);
  const [skipped, setSkipped] = useState(0);
  const [state, setState] = useState<LiveState>('connecting');
  const [loaded, setLoaded] = useState<{ done: boolean; error: unknown }>({ done: false, error: null });
  const stopped = useRef(paused);
  stopped.current = paused;

  const load = useCallback(() => {
    recentEvents({ limit: 60 }).then(
      ({ items }) => {
        setEvents((now) => unite(items, now));
        setLoaded({ done: true, error: null });
      },
      (error: unknown) => setLoaded({ done: true, error }),
    );
  }, []);
  useEffect(load, [load]);

  useEffect(
    () =>
      listenLive({
        onState: setState,
        onEvents: (message) => {
          setSkipped((before) => before + message.skipped);
          if (stopped.current) setWaiting((before) => unite(before, message.events));
          else setEvents((before) => unite(before, message.events));
        },
      }),
    [],
  );

  useEffect(() => {
    if (paused || waiting.length === 0) return;
    setEvents((before) => unite(before, waiting));
    setWaiting([]);
  }, [paused, waiting]);

  return { events, waiting: waiting.length, skipped, state, loaded, reload: load };
}

/** Both lists without repeats, newest first, not longer than the page keeps. */
function unite(a: StreamEvent[], b: StreamEvent[]): StreamEvent[] {
  const bySeq = new Map([...a, ...b].map((event) => [event.seq, event]));
  return [...bySeq.values()].sort((x, y) => y.seq - x.seq).slice(0, most);
}

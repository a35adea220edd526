import type { LiveMessage } from '@yutang/contracts/sources';
import { useEffect, useRef } from 'react';
import { address } from '../../api/client.ts';

/** `open`: messages come · `connecting`: not yet, or again · `closed`: nobody listens. */
export type LiveState = 'connecting' | 'open' | 'closed';

export interface LiveListener {
  /** Events as they are logged. */
  onEvents?: (message: LiveMessage) => void;
  /** Something was logged, up to this position. */
  onTick?: (seq: number) => void;
  onState?: (state: LiveState) => void;
}

const listeners = new Set<LiveListener>();
let connection: EventSource | null = null;
let state: LiveState = 'closed';

function tell(next: LiveState): void {
  state = next;
  for (const listener of listeners) listener.onState?.(next);
}

function connect(): void {
  if (connection) return;
  tell('connecting');
  const source = new EventSource(address('/live'));
  connection = source;
  source.onopen = () => tell('open');
  source.onerror = () => {
    tell('connecting');
    // A refusal (signed out, proxy) ends the stream for good; try again without hurry.
    if (source.readyState === EventSource.CLOSED) {
      connection = null;
      setTimeout(() => listeners.size > 0 && connect(), 5000);
    }
  };
  source.addEventListener('events', (event) => {
    const message = JSON.parse(event.data) as LiveMessage;
    for (const listener of listeners) listener.onEvents?.(message);
  });
  source.addEventListener('tick', (event) => {
    const { seq } = JSON.parse(event.data) as { seq: number };
    for (const listener of listeners) listener.onTick?.(seq);
  });
}

/** Listens to the live stream; all listeners share one connection, closed with the last of them. */
export function listenLive(listener: LiveListener): () => void {
  listeners.add(listener);
  connect();
  listener.onState?.(state);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    connection?.close();
    connection = null;
    state = 'closed';
  };
}

/** Calls `onNews` at most once in `everyMs` while something is being logged; the first time soon. */
export function useLiveNews(onNews: () => void, everyMs = 2500, enabled = true): void {
  const latest = useRef(onNews);
  latest.current = onNews;
  useEffect(() => {
    if (!enabled) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const news = () => {
      if (timer || document.hidden) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          last = Date.now();
          latest.current();
        },
        Math.max(300, last + everyMs - Date.now()),
      );
    };
    const stop = listenLive({ onTick: news, onEvents: news });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [everyMs, enabled]);
}

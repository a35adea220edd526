import { Client } from 'pg';

/** A tick has committed: the workspace's log now ends at `seq`. */
export interface TickNotice {
  workspaceId: number;
  seq: number;
}

export interface Notifications {
  /** Calls back after every committed tick of the workspace; answers the function that stops it. */
  onTick(workspaceId: number, listener: (notice: TickNotice) => void): () => void;
  close(): Promise<void>;
}

/**
 * Listens for the engine's ticks on a connection of its own and connects again when it is lost. A listener may miss
 * notices while disconnected, so it must read the log from its own last `seq`, not count notices.
 */
export function createNotifications(url: string, onError: (error: Error) => void): Notifications {
  const listeners = new Map<number, Set<(notice: TickNotice) => void>>();
  let client: Client | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function again(error: Error): void {
    if (closed || timer) return;
    onError(error);
    client = undefined;
    timer = setTimeout(() => {
      timer = undefined;
      void connect();
    }, 1000);
  }

  async function connect(): Promise<void> {
    const fresh = new Client({
      connectionString: url,
      application_name: 'yutang notifications',
      keepAlive: true,
    });
    fresh.on('error', again);
    fresh.on('end', () => again(new Error('the notification connection ended')));
    fresh.on('notification', ({ payload }) => {
      const [workspaceId, seq] = (payload ?? '').split(' ').map(Number);
      if (workspaceId === undefined || seq === undefined) return;
      for (const listener of listeners.get(workspaceId) ?? []) listener({ workspaceId, seq });
    });
    try {
      await fresh.connect();
      await fresh.query('listen yutang_tick');
      client = fresh;
    } catch (error) {
      again(error as Error);
    }
  }
  void connect();

  return {
    onTick(workspaceId, listener) {
      const set = listeners.get(workspaceId) ?? new Set();
      listeners.set(workspaceId, set);
      set.add(listener);
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(workspaceId);
      };
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}

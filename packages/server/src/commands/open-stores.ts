import type { Config } from '../config.ts';
import { createEventStore } from '../platform/event-store/create-event-store.ts';
import type { EventStore } from '../platform/event-store/event-store.ts';
import { startEmbeddedPostgres } from '../platform/postgres/embedded/start-embedded-postgres.ts';

/** Both stores, opened by a command while no server runs. */
export interface Stores {
  databaseUrl: string;
  events: EventStore;
  close(): Promise<void>;
}

/**
 * Opens the stores the settings ask for, in this process. @throws AppError `store.already-running` while a server uses
 * the data folder, and what `startEmbeddedPostgres` throws
 */
export async function openStores(config: Config): Promise<Stores> {
  const say = (line: string) => console.error(line);
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbeddedPostgres({
        dataFolder: config.dataFolder,
        log: { info: () => {}, warn: say, error: say },
      });
  const events = createEventStore({ eventsUrl: config.eventsUrl, dataFolder: config.dataFolder });
  return {
    databaseUrl: config.databaseUrl ?? embedded?.url ?? '',
    events,
    async close() {
      await events.close();
      await embedded?.stop();
    },
  };
}

import {
  type SimulatedEvent,
  type SimulationOptions,
  simulate,
  type Truth,
  withParties,
  withRing,
} from '@yutang/core/simulation';
import { day } from '@yutang/core/time';
import { createFeatures } from '../../app.ts';
import { createEngine, type EngineLog } from '../../engine/engine.ts';
import { countDeliveries, eventOf } from '../../features/demo/index.ts';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import { createInbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { createSpendTally, enterDemoSpend } from './demo-spend.ts';
import type { DemoWorkspace } from './demo-workspace.ts';

export interface FillOptions {
  db: Db;
  databaseUrl: string;
  demo: DemoWorkspace;
  /** Who and how long; `endAt` (epoch ms) is where the simulated days end. */
  simulation: SimulationOptions;
  log: EngineLog;
  progress: (done: number, total: number, events: number) => void;
}

const chunkDays = 3;
const batchEvents = 1000;

/**
 * Lives the simulated brand's 180 days through the real inbox and the real engine, with a clock that stands where the
 * simulation stands, so that what is known, and since when, is as if it had happened live.
 */
export async function fillDemo(options: FillOptions): Promise<{ events: number; truth: Truth }> {
  const { db, demo } = options;
  const { days, endAt } = options.simulation;
  const inbox = createInbox({ db });
  const unused = {} as EventStore;
  const { features, identity, close } = createFeatures({
    db,
    events: unused,
    inbox,
    notifications: { onTick: () => () => undefined, close: async () => undefined },
    publicUrl: null,
    wake: () => undefined,
    dataFolder: null,
    door: null,
  });
  let now = endAt - days * day;
  const engine = createEngine({
    databaseUrl: options.databaseUrl,
    features,
    resolver: identity.resolver,
    events: unused,
    log: options.log,
    clock: async () => ({ now, zone: demo.zone }),
    maxEvents: 5000,
  });
  const simulation = simulate(options.simulation);
  const told = withRing(withParties(simulation.events, options.simulation.seed), options.simulation);
  const tally = createSpendTally(demo.zone);
  let events = 0;
  try {
    for (const [number, chunk] of chunksOf(told, endAt - days * day)) {
      for (let from = 0; from < chunk.length; from += batchEvents) {
        const batch = chunk.slice(from, from + batchEvents).map((item) => eventOf(item, demo));
        await inbox.post(db, demo.workspaceId, batch);
        await countDeliveries(db, demo.workspaceId, batch);
      }
      for (const item of chunk) tally.add(item);
      events += chunk.length;
      now = Math.min(endAt, endAt - days * day + (number + 1) * chunkDays * day);
      await engine.drain();
      options.progress(Math.min((number + 1) * chunkDays, days), days, events);
    }
    await enterDemoSpend(db, demo, days, tally);
  } finally {
    await engine.stop();
    await close();
  }
  return { events, truth: simulation.truth };
}

/** Deliveries cut where `chunkDays` of receipt end, with the number of the chunk. */
function* chunksOf(events: Iterable<SimulatedEvent>, from: number): Generator<[number, SimulatedEvent[]]> {
  let chunk: SimulatedEvent[] = [];
  let number = 0;
  for (const item of events) {
    const its = Math.floor((item.event.receivedAt - from) / (chunkDays * day));
    if (its > number && chunk.length > 0) {
      yield [number, chunk];
      chunk = [];
    }
    number = Math.max(number, its);
    chunk.push(item);
  }
  if (chunk.length > 0) yield [number, chunk];
}

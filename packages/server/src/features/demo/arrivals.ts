import type { DemoPace } from '@yutang/contracts/demo';
import type { AcceptedEvent } from '@yutang/core/events';
import { createTrickle, type SimulatedEvent } from '@yutang/core/simulation';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { countDeliveries } from './count-deliveries.ts';
import { type Demo, readDemo, setElapsed } from './demo-store.ts';

/** How many times faster than `slow` simulated people arrive. */
const paces: Record<DemoPace, number> = { off: 0, slow: 1, fast: 5 };
const beatMs = 2000;
/** Living up to where the arrivals stopped is a second of work in small steps: people who open the first page go first. */
const firstBeatMs = 3000;

export interface ArrivalsDeps {
  db: Db;
  inbox: Inbox;
  /** The demo workspace's clock, epoch ms. */
  clock(workspaceId: number): Promise<() => number>;
  onFault(error: unknown): void;
}

/** The simulated people of one demo, who go on arriving. */
export interface Arrivals {
  stop(): Promise<void>;
}

/** A simulated delivery as its source delivers it. */
export function eventOf({ source, event }: SimulatedEvent, demo: Pick<Demo, 'sources'>): AcceptedEvent {
  return { ...event, sourceId: demo.sources[source], context: { ...event.context, simulated: true } };
}

/**
 * Lets the simulated people of a demo go on arriving at its pace, on its clock, from where they stood when the process
 * ended. What is posted and how far it has come are one transaction, so nobody comes twice or is left out.
 */
export function startArrivals({ db, inbox, clock, onFault }: ArrivalsDeps, demo: Demo): Arrivals {
  const { endAt } = demo.simulation;
  const trickle = createTrickle(demo.simulation, { from: endAt + demo.elapsedMs });
  const steps = trickle.prepare();
  let elapsed = demo.elapsedMs;
  /** Who came when it could not be written down: they come with the next beat. */
  let late: SimulatedEvent[] = [];
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> = Promise.resolve();

  async function beat(): Promise<void> {
    const { pace } = (await readDemo(db, demo.workspaceId)) ?? { pace: 'off' as const };
    const factor = paces[pace];
    if (factor === 0) return;
    const now = (await clock(demo.workspaceId))();
    const reached = elapsed + beatMs * factor;
    /** From the trickle's time to the workspace's: what it tells last happens now. */
    const placed = (at: number) => (at < endAt ? at : Math.floor(now - (endAt + reached - at) / factor));
    late.push(...trickle.until(endAt + reached));
    const arrived = late.map((item) => {
      const event = eventOf(item, demo);
      return { ...event, occurredAt: placed(event.occurredAt), receivedAt: placed(event.receivedAt) };
    });
    await db.transaction().execute(async (tx) => {
      if ((await setElapsed(tx, demo.workspaceId, reached)) && arrived.length > 0)
        await inbox.post(tx, demo.workspaceId, arrived);
    });
    elapsed = reached;
    late = [];
    await countDeliveries(db, demo.workspaceId, arrived);
  }

  const later = (work: () => void, ms: number) => {
    if (!stopped) timer = setTimeout(work, ms).unref();
  };
  const go = () => {
    beating = beat().catch(onFault);
    void beating.then(() => later(go, beatMs));
  };
  // between its steps this thread answers pages
  const prepare = () => later(steps.next().done ? go : prepare, 20);
  later(prepare, firstBeatMs);

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await beating;
    },
  };
}

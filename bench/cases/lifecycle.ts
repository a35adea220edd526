import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deliver, firstVisit, writeKey } from '../../tests/harness/client.ts';
import { startServer } from '../../tests/harness/server.ts';
import { type Measurement, measured, treeMemory } from '../measurement.ts';

/** First start, start after a clean stop, start after kill −9 under load, and memory when idle and empty. */
export async function lifecycle(): Promise<Measurement[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'yutang-bench-'));
  try {
    const first = await startServer({ dataFolder });
    const owner = await firstVisit(first.url, 'bench');
    const key = await writeKey(owner);
    await sleep(4000);
    const idle = treeMemory(first.child.pid as number);
    await first.stop();
    const again = await startServer({ dataFolder });
    for (let i = 0; i < 200; i++) {
      await deliver(
        again.url,
        key,
        Array.from({ length: 100 }, (_, n) => ({
          type: 'track',
          event: 'Bench',
          userId: `u${n}`,
          messageId: `${i}-${n}`,
        })),
      );
    }
    await again.kill();
    const after = await startServer({ dataFolder });
    await after.stop();
    const seconds = (ms: number): number => ms / 1000;
    return [
      measured({ name: 'start.first', value: seconds(first.startedIn), unit: 's', wanted: 'at most' }),
      measured({
        name: 'start.after-clean-stop',
        value: seconds(again.startedIn),
        unit: 's',
        target: 3,
        wanted: 'at most',
      }),
      measured({
        name: 'start.after-kill',
        value: seconds(after.startedIn),
        unit: 's',
        target: 15,
        wanted: 'at most',
      }),
      measured({ name: 'memory.idle', value: idle, unit: 'MB', target: 300, wanted: 'at most' }),
    ];
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

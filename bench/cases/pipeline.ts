import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, caughtUp, deliver, firstVisit, writeKey } from '../../tests/harness/client.ts';
import { startServer } from '../../tests/harness/server.ts';
import { type Measurement, measured } from '../measurement.ts';
import { brandItems } from '../workloads/brand-items.ts';

/** CPU seconds a process and everything it started have used. */
function treeCpu(pid: number): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,cputimes='], { encoding: 'utf8' }).trim().split('\n');
  const table = rows.map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  const of = (one: number): number =>
    ticks(one) + table.filter(([, parent]) => parent === one).reduce((sum, [child]) => sum + of(child), 0);
  return of(pid);
}

/** User and system time in seconds, from the kernel's clock ticks (100 a second). */
function ticks(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

async function stages(client: Client): Promise<Map<string, number>> {
  const { body } = await client.get<string>('/metrics');
  return new Map(
    [...body.matchAll(/stage_seconds_total\{stage="(\w+)"\} ([\d.e-]+)/g)].map(([, name, value]) => [
      name as string,
      Number(value),
    ]),
  );
}

/** Draining a filled inbox through the whole tick, people of the simulated brand, identities and folds included. */
export async function pipeline(short: boolean): Promise<Measurement[]> {
  const people = short ? 2000 : 12_000;
  const most = short ? 40_000 : 300_000;
  const server = await startServer();
  try {
    const owner = await firstVisit(server.url, 'bench');
    const key = await writeKey(owner);
    let sent = 0;
    const batches = brandItems({ seed: 7, people, most });
    let failed: unknown;
    const sender = async () => {
      for (;;) {
        const next = batches.next();
        if (next.done) return;
        sent += next.value.length;
        const answer = await deliver(server.url, key, next.value);
        if (answer.status !== 200) failed = answer.body;
      }
    };
    await Promise.all(Array.from({ length: 4 }, sender));
    if (failed) throw new Error(`delivery failed: ${JSON.stringify(failed)}`);
    const { body: filled } = await owner.get('/api/engine');
    const before = await stages(owner);
    const cpu = treeCpu(server.child.pid as number);
    const started = performance.now();
    let waiting = filled.waitingEvents as number;
    const waitingAtStart = waiting;
    while (waiting > 0) {
      await sleep(50);
      waiting = (await owner.get('/api/engine')).body.waitingEvents;
    }
    const seconds = (performance.now() - started) / 1000;
    await sleep(1200);
    await caughtUp(owner, 600_000);
    const used = treeCpu(server.child.pid as number) - cpu;
    const after = await stages(owner);
    const perEvent = (value: number): number => (value * 1e6) / waitingAtStart;
    const byStage = [...after].map(([name, value]) =>
      measured({
        name: `tick.stage.${name}`,
        value: perEvent(value - (before.get(name) ?? 0)),
        unit: 'µs wall/event',
        wanted: 'at most',
      }),
    );
    console.log(`${sent} events sent, ${waitingAtStart} of them waiting when the sending ended`);
    return [
      measured({ name: 'tick.drain', value: waitingAtStart / seconds, unit: 'events/s', target: 10_000 }),
      measured({
        name: 'tick.cpu',
        value: perEvent(used),
        unit: 'µs CPU/event, all processes, export included',
        target: 250,
        wanted: 'at most',
      }),
      ...byStage,
    ];
  } finally {
    await server.stop();
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Step } from '@yutang/core/steps';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickhouseMissing, startClickhouse, type TestClickhouse } from '../../../testing/clickhouse.ts';
import { createClickhouseStore } from '../../platform/event-store/clickhouse/clickhouse-store.ts';
import { createDuckdbStore } from '../../platform/event-store/duckdb/duckdb-store.ts';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import { randomEvents } from '../../platform/event-store/random-events.ts';
import { askStepPeople, askSteps, type StepWindow } from './step-question.ts';

const missing = clickhouseMissing();
if (missing) console.warn(`steps are not tried on ClickHouse: ${missing}`);

const rows = randomEvents(3000, 11).map((row, index) => ({
  ...row,
  customer: index % 40 === 0 ? 0 : row.customer,
  source: index % 40 === 0 ? 0 : row.source,
  channel: ['douyin', '抖音', 'wecom', null, 'website'][index % 5] as string | null,
  play: index % 9 === 0 ? 'p1' : null,
  order_id: index % 4 === 0 ? `o${index % 200}` : null,
}));
const [first, last] = [rows[700], rows[2200]].map((row) => row?.occurred_at ?? 0) as [number, number];

const step = (events: string[], channel: string | null = null, times = 1): Step => ({
  key: 'x',
  name: null,
  events,
  channel,
  times,
});
const steps = [
  step(['Page Viewed', 'Product Viewed']),
  step(['Order Paid'], 'douyin'),
  step(['Order Paid'], null, 3),
  step(['自定义 事件'], 'wecom', 2),
  step(['Never Happens']),
  step(['Page Viewed'], 'nowhere'),
];
const windows = [
  { from: 0, to: Number.MAX_SAFE_INTEGER, channel: undefined, play: undefined },
  { from: Math.min(first, last), to: Math.max(first, last), channel: '抖音', play: 'p1' },
  { from: 0, to: 1, channel: undefined, play: undefined },
].map(
  (window): StepWindow => ({
    workspaceId: 1,
    ...window,
    spellings: ['douyin', '抖音', 'wecom', 'website'],
  }),
);

const sameChannel = (one: string | null, other: string) =>
  one === other || (['douyin', '抖音'].includes(one ?? '') && ['douyin', '抖音'].includes(other));

/** Customers with their events of a window, of those who fit its filters. */
function histories({ from, to, channel, play }: StepWindow): Map<number, typeof rows> {
  const found = new Map<number, typeof rows>();
  for (const row of rows) {
    if (row.family === 'system' || row.customer === 0 || row.occurred_at < from || row.occurred_at >= to)
      continue;
    found.set(row.customer, [...(found.get(row.customer) ?? []), row]);
  }
  for (const [customer, events] of found) {
    const fits =
      (play === undefined || events.some((event) => event.play === play)) &&
      (channel === undefined || events.some((event) => sameChannel(event.channel, channel)));
    if (!fits) found.delete(customer);
  }
  return found;
}

function reach({ events: names, channel, times }: Step, events: typeof rows): boolean {
  const points = events.filter(
    (event) => names.includes(event.name) && (channel === null || sameChannel(event.channel, channel)),
  );
  const orders = new Set(points.flatMap((event) => event.order_id ?? []));
  return orders.size + points.filter((event) => event.order_id === null).length >= times;
}

let duckdb: EventStore;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yutang-steps-'));
  duckdb = createDuckdbStore({ folder, threads: 1 });
});
afterAll(async () => {
  await duckdb.close();
  rmSync(folder, { recursive: true, force: true });
});

async function answers(events: EventStore) {
  await events.open(1);
  await events.append(1, { rows, moves: [], upTo: rows.length });
  const told = [];
  for (const window of windows) {
    const counted = await askSteps(events, window, steps);
    const people = [];
    for (const each of steps) {
      const asked = { step: each, after: undefined, limit: 1000 };
      people.push({
        having: await askStepPeople(events, window, { ...asked, missing: false }),
        lacking: await askStepPeople(events, window, { ...asked, missing: true }),
      });
    }
    told.push({ counted, people });
  }
  return told;
}

describe('the steps’ question', () => {
  it('counts what TypeScript counts: names, channels in every spelling, times, filters, nobody known', async () => {
    const told = await answers(duckdb);
    for (const [index, window] of windows.entries()) {
      const { counted, people } = told[index] as (typeof told)[number];
      const found = histories(window);
      expect(counted.people).toBe(found.size);
      for (const [i, each] of steps.entries()) {
        const having = [...found].filter(([, events]) => reach(each, events)).map(([customer]) => customer);
        const lacking = [...found.keys()].filter((customer) => !having.includes(customer));
        const descending = (a: number, b: number) => b - a;
        expect(counted.steps[i]?.people, `window ${index}, step ${i}`).toBe(having.length);
        expect(people[i]).toEqual({ having: having.sort(descending), lacking: lacking.sort(descending) });
      }
    }
    expect(told[0]?.counted.steps.map(({ lastAt }) => lastAt !== null)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(told[2]?.counted).toEqual({ people: 0, steps: steps.map(() => ({ people: 0, lastAt: null })) });
  });

  it.skipIf(missing)(
    'answers the same on ClickHouse, one node and two shards',
    async () => {
      const expected = await answers(duckdb);
      for (const nodes of [1, 2]) {
        const server: TestClickhouse = await startClickhouse(nodes);
        const store = createClickhouseStore(server.url);
        try {
          expect(await answers(store), `${nodes} nodes`).toEqual(expected);
        } finally {
          await store.close();
          await server.stop();
        }
      }
    },
    120_000,
  );
});

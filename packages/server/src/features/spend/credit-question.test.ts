import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggedEvent } from '@yutang/core/events';
import { combineOrder, type OrderEntry, readOrder } from '@yutang/core/orders';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickhouseMissing, startClickhouse, type TestClickhouse } from '../../../testing/clickhouse.ts';
import { createLiveHouse, type LiveHouse } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';
import { createClickhouseStore } from '../../platform/event-store/clickhouse/clickhouse-store.ts';
import { createDuckdbStore } from '../../platform/event-store/duckdb/duckdb-store.ts';
import type { EventRow, EventStore } from '../../platform/event-store/event-store.ts';
import { randomEvents } from '../../platform/event-store/random-events.ts';
import { askBuyers, askCreditOf, askCredits } from './credit-question.ts';

const missing = clickhouseMissing();
if (missing) console.warn(`credits are not tried on ClickHouse: ${missing}`);

const day = 86_400_000;
const rows: EventRow[] = randomEvents(4000, 11).map((row, index) => {
  const order = index % 7 === 0;
  return {
    ...row,
    name: order ? (index % 2 ? 'Order Paid' : 'Order Completed') : 'Ad Clicked',
    family: order ? 'consumption' : 'behaviour',
    channel: ['douyin', '抖音', 'wecom', null, 'website'][index % 5] as string | null,
    content: [null, 'c1', 'c2'][index % 3] as string | null,
    play: [null, null, 'p1', 'p2'][index % 4] as string | null,
    campaign: null,
    code: null,
    cost_minor: index % 11 === 0 ? 5 : null,
    order_id: order && index % 21 !== 0 ? `o${index % 400}` : null,
    amount_minor: order && index % 35 !== 0 ? index : null,
    props: JSON.stringify({
      ...(index % 49 === 0 ? { part: 2 } : {}),
      ...(index % 28 === 0 ? { paid: false } : {}),
      ...(index % 63 === 0 ? { payment_status: '待付款' } : {}),
    }),
  };
});
const from = Math.min(...rows.map((row) => row.occurred_at)) + 5 * day;
const input = {
  workspaceId: 1,
  spellings: ['douyin', '抖音', 'wecom', 'website'],
  from,
  to: from + 400 * day,
};

/** The same, by the order's own meaning in core: each goes to the last touch of its buyer in the 30 days before it. */
function expectedCells(): Map<string, { orders: number; paid: number }> {
  const entries = new Map<string, OrderEntry[]>();
  const buyers = new Map<string, number>();
  for (const row of rows) {
    const entry = row.occurred_at < input.to ? readOrder(loggedOf(row)) : undefined;
    if (!entry) continue;
    entries.set(entry.orderId, [...(entries.get(entry.orderId) ?? []), entry]);
    buyers.set(entry.orderId, Math.max(buyers.get(entry.orderId) ?? 0, row.customer));
  }
  const cells = new Map<string, { orders: number; paid: number }>();
  for (const [orderId, own] of entries) {
    const { paidAt, paidMinor } = combineOrder(own);
    const who = buyers.get(orderId) ?? 0;
    if (paidAt === null || paidAt < input.from || paidAt >= input.to) continue;
    const touch = rows
      .filter(
        (row) =>
          row.family === 'behaviour' &&
          row.customer === who &&
          who > 0 &&
          (row.content ?? row.play ?? row.cost_minor) !== null &&
          row.occurred_at <= paidAt &&
          row.occurred_at >= paidAt - 30 * day,
      )
      .sort((a, b) => a.occurred_at - b.occurred_at || a.seq - b.seq)
      .at(-1);
    if (!touch) continue;
    const channel = touch.channel === '抖音' ? 'douyin' : touch.channel;
    const key = JSON.stringify([channel, touch.content, touch.play]);
    const known = cells.get(key) ?? { orders: 0, paid: 0 };
    cells.set(key, { orders: known.orders + 1, paid: known.paid + paidMinor });
  }
  return cells;
}

function loggedOf(row: EventRow): LoggedEvent {
  return {
    seq: row.seq,
    source: row.source,
    name: row.name,
    occurredAt: row.occurred_at,
    amountMinor: row.amount_minor,
    orderId: row.order_id,
    channel: row.channel,
    outlet: row.outlet,
    staff: row.staff,
    properties: JSON.parse(row.props),
  } as unknown as LoggedEvent;
}

let duckdb: EventStore;
let folder: string;
let house: LiveHouse;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yutang-credit-'));
  duckdb = createDuckdbStore({ folder, threads: 1 });
  house = await createLiveHouse();
}, 120_000);
afterAll(async () => {
  await duckdb.close();
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

async function answers(events: EventStore) {
  await events.open(1);
  await events.append(1, { rows, moves: [], upTo: rows.length });
  return {
    credits: await askCredits(events, { ...input, currency: 'CNY' }),
    play: await askCreditOf(events, input, { play: 'p1' }),
    buyers: await askBuyers(events, input, { channel: 'douyin', content: '-' }),
    nothing: await askCredits(events, { ...input, spellings: [], from: 1, to: 2, currency: 'CNY' }),
  };
}

describe('credits', () => {
  it('are what TypeScript finds over the same events, and add up to all orders', async () => {
    const { credits, play, nothing } = await answers(duckdb);
    const expected = expectedCells();
    const found = new Map(
      credits.items
        .filter((item) => item.orders > 0)
        .map((item) => [
          JSON.stringify([item.channel, item.content, item.play]),
          { orders: item.orders, paid: item.paidMinor },
        ]),
    );
    expect(expected.size).toBeGreaterThan(10);
    expect(found).toEqual(expected);
    const credited = [...expected.values()].reduce((sum, cell) => sum + cell.orders, 0);
    expect(credits.uncredited.orders + credited).toBe(credits.total.orders);
    expect(play.orders).toBe(
      credits.items.filter((item) => item.play === 'p1').reduce((sum, item) => sum + item.orders, 0),
    );
    for (const item of credits.items) expect(item.buyers).toBeLessThanOrEqual(item.touched);
    expect(nothing).toMatchObject({ total: { orders: 0, buyers: 0, paidMinor: 0 }, items: [] });
  });

  it('[ID-09] who sees the ad online and buys in an outlet is credited to the ad, and opens as a person', async () => {
    const { headers, workspaceId } = await makePrincipal(house.db);
    const at = Date.now() - 10 * day;
    const consumption = { family: 'consumption' as const, channel: 'outlet' };
    const ad = {
      name: 'Ad Clicked',
      channel: '小红书',
      content: 'creative-3',
      play: 'spring',
      costMinor: 300,
    };
    await house.tell(
      workspaceId,
      { who: ['device d1'], ...ad, occurredAt: at },
      { who: ['device d1', 'phone 138'], name: 'Profile Updated', occurredAt: at + 1 },
      {
        who: ['phone 138'],
        name: 'Order Completed',
        ...consumption,
        orderId: 'pos-1',
        amountMinor: 25_800,
        occurredAt: at + day,
      },
      {
        who: ['phone 139'],
        name: 'Order Completed',
        ...consumption,
        orderId: 'pos-2',
        amountMinor: 9900,
        occurredAt: at + day,
      },
    );
    const answer = await house.app.inject({ url: '/api/credits', headers });
    expect(answer.json()).toMatchObject({
      windowDays: 30,
      total: { orders: 2, buyers: 2, paidMinor: 35_700 },
      uncredited: { orders: 1, paidMinor: 9900 },
      items: [
        {
          channel: 'xiaohongshu',
          content: 'creative-3',
          play: 'spring',
          touched: 1,
          orders: 1,
          buyers: 1,
          paidMinor: 25_800,
          rate: 1,
        },
      ],
    });
    const people = await house.app.inject({
      url: '/api/credits/people?channel=xiaohongshu&content=creative-3&play=spring',
      headers,
    });
    expect(people.json()).toMatchObject({ total: 1, items: [{ phone: '138', sales: { orders: 1 } }] });
    const none = await house.app.inject({ url: '/api/credits?play=other', headers });
    expect(none.json().items).toEqual([]);
  });

  it.skipIf(missing)(
    'are the same on ClickHouse, one node and two shards',
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

import { combineOrder, type OrderEntry, readOrder } from '@yutang/core/orders';
import type { Tick } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { writeSales, writeUse } from '../customers/index.ts';
import { keysOfParties, ordersWaitingFor, type PartyLookup, sidesOf, usesOf } from './order-parties.ts';
import {
  buyersOf,
  entriesOf,
  erasedSeqs,
  insertEntries,
  type StoredOrder,
  salesOf,
  writeOrders,
} from './order-store.ts';

/** Folds the tick's order events into orders, into the sales of those who paid and the use of those it was paid for. */
export async function foldOrders(tx: Tx, tick: Tick, lookup: PartyLookup): Promise<void> {
  const { workspaceId } = tick;
  let entries: OrderEntry[] = [];
  for (const event of tick.events) {
    if (event.family !== 'consumption') continue;
    const entry = readOrder(event);
    if (entry) entries.push(entry);
  }
  const unnamed = entries.filter((entry) => entry.home === 0 && entry.orderId === `event:${entry.seq}`);
  const known = await erasedSeqs(
    tx,
    workspaceId,
    unnamed.map((entry) => entry.seq),
  );
  entries = entries.filter((entry) => !known.has(entry.seq));
  if (entries.length > 0) await insertEntries(tx, workspaceId, entries);
  const waiting = await ordersWaitingFor(tx, workspaceId, [...tick.births.keys()], lookup);
  const orderIds = [...new Set([...entries.map((entry) => entry.orderId), ...waiting])];
  await writeUse(tx, workspaceId, await combineAgain(tx, workspaceId, orderIds, lookup));
}

/**
 * Computes these orders anew from all of their entries, and the sales of every home that has or had one of them. Answers
 * who uses what others paid for (ID-12).
 */
export async function combineAgain(
  tx: Tx,
  workspaceId: number,
  orderIds: readonly string[],
  { homesOf }: Pick<PartyLookup, 'homesOf'>,
): Promise<{ home: number; at: number }[]> {
  if (orderIds.length === 0) return [];
  const byOrder = new Map<string, OrderEntry[]>();
  const concerned = new Set(await buyersOf(tx, workspaceId, orderIds));
  const entries = await entriesOf(tx, workspaceId, orderIds);
  for (const entry of entries) {
    concerned.add(entry.home);
    const known = byOrder.get(entry.orderId);
    if (known) known.push(entry);
    else byOrder.set(entry.orderId, [entry]);
  }
  const homes = await homesOf(tx, workspaceId, keysOfParties(entries));
  const orders: StoredOrder[] = [...byOrder.values()].map((of) => {
    const order = combineOrder(of);
    return { ...order, ...sidesOf(order, homes) };
  });
  await writeOrders(tx, workspaceId, orders);
  for (const { buyerHome } of orders) concerned.add(buyerHome);
  concerned.delete(0);
  await writeSales(tx, workspaceId, await salesOf(tx, workspaceId, [...concerned]));
  return usesOf(entries, homes);
}

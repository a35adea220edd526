import { combineOrder, type OrderEntry, readOrder } from '@yutang/core/orders';
import type { Tick } from '../../platform/feature.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { writeSales, writeUse } from '../customers/index.ts';
import {
  entriesOf,
  erasedSeqs,
  insertEntries,
  type StoredOrder,
  salesOf,
  writeOrders,
} from './order-store.ts';

/** Folds the tick's order events into orders, and into the sales of those who bought. */
export async function foldOrders(tx: Tx, tick: Tick): Promise<void> {
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
  if (entries.length === 0) return;
  await insertEntries(tx, workspaceId, entries);
  await combineAgain(tx, workspaceId, [...new Set(entries.map((entry) => entry.orderId))]);
  // ID-12: the company is the customer, the person it bought for is the user
  const uses = entries.flatMap(({ home, at, payer }) =>
    home !== 0 && payer?.kind === 'organisation' ? [{ home, at }] : [],
  );
  await writeUse(tx, workspaceId, uses);
}

/** Computes these orders anew from all of their entries, and the sales of every home that has or had one of them. */
export async function combineAgain(tx: Tx, workspaceId: number, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return;
  const byOrder = new Map<string, OrderEntry[]>();
  const homes = new Set<number>();
  for (const entry of await entriesOf(tx, workspaceId, orderIds)) {
    homes.add(entry.home);
    const known = byOrder.get(entry.orderId);
    if (known) known.push(entry);
    else byOrder.set(entry.orderId, [entry]);
  }
  const orders: StoredOrder[] = [...byOrder.values()].map((of) => {
    const order = combineOrder(of);
    return { ...order, buyerHome: order.payer?.kind === 'organisation' ? 0 : order.home };
  });
  await writeOrders(tx, workspaceId, orders);
  homes.delete(0);
  await writeSales(tx, workspaceId, await salesOf(tx, workspaceId, [...homes]));
}

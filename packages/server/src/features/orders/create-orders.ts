import { sql } from 'kysely';
import type { Feature, Person } from '../../platform/feature.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { customersOf, type Finder } from '../customers/index.ts';
import { combineAgain, foldOrders } from './order-fold.ts';
import { type OrdersDeps, orderRoutes } from './order-routes.ts';
import { eraseEntries, resetOrders } from './order-store.ts';

/** Orders. Stands after customers in the list of features. */
export interface Orders {
  feature: Feature;
  /** Finds customers by an order number; hand it to customers. */
  find: Finder;
}

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createOrders(deps: OrdersDeps): Orders {
  return {
    feature: {
      name: 'orders',
      routes: (app) => orderRoutes(app, deps),
      fold: foldOrders,
      foldsBeside: true,
      reset: resetOrders,
      export: exportOrders,
      erase: async (tx, workspaceId, { homes }) =>
        combineAgain(tx, workspaceId, await eraseEntries(tx, workspaceId, homes)),
    },
    async find(workspaceId, text) {
      const { rows } = await sql<{ home: number }>`
        select home from orders where workspace_id = ${workspaceId} and order_id = ${text} and home <> 0`.execute(
        deps.db,
      );
      const customers = await customersOf(
        deps.db,
        workspaceId,
        rows.map((row) => row.home),
      );
      return [...customers.values()];
    },
  };
}

/** A person's orders, for the person. */
async function exportOrders(
  tx: Tx,
  workspaceId: number,
  { homes }: Person,
): Promise<Record<string, unknown>> {
  const { rows } = await sql`
    select order_id as "orderId", status, placed_at as "placedAt", paid_at as "paidAt", refunded_at as "refundedAt",
      placed_minor as "placedMinor", paid_minor as "paidMinor", refunded_minor as "refundedMinor", currency, channel,
      outlet, lines
    from orders where workspace_id = ${workspaceId} and home = any(${integers(homes)}::bigint[]) order by latest_at`.execute(
    tx,
  );
  return { orders: rows };
}

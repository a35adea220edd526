import { identityKey } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Feature, Person } from '../../platform/feature.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { customersOf, type Finder } from '../customers/index.ts';
import { homesOfIdentities, identitiesOf } from '../identity/index.ts';
import { combineAgain, foldOrders } from './order-fold.ts';
import { type OrdersDeps, orderRoutes } from './order-routes.ts';
import { eraseEntries, resetOrders } from './order-store.ts';

/** Orders. Stands after customers in the list of features. */
export interface Orders {
  feature: Feature;
  /** Finds customers by an order number; hand it to customers. */
  find: Finder;
}

const lookup = { homesOf: homesOfIdentities, identitiesOf };

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createOrders(deps: OrdersDeps): Orders {
  return {
    feature: {
      name: 'orders',
      routes: (app) => orderRoutes(app, deps),
      fold: (tx, tick) => foldOrders(tx, tick, lookup),
      foldsBeside: true,
      reset: resetOrders,
      export: exportOrders,
      erase: eraseOrders,
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

/** The orders a person placed, paid or received, for the person. */
async function exportOrders(
  tx: Tx,
  workspaceId: number,
  { homes }: Person,
): Promise<Record<string, unknown>> {
  const of = integers(homes);
  const { rows } = await sql`
    select order_id as "orderId", status, placed_at as "placedAt", paid_at as "paidAt", refunded_at as "refundedAt",
      placed_minor as "placedMinor", paid_minor as "paidMinor", refunded_minor as "refundedMinor", currency, channel,
      outlet, home = any(${of}::bigint[]) as placed, buyer_home = any(${of}::bigint[]) as paid,
      user_home = any(${of}::bigint[]) as received, lines
    from orders where workspace_id = ${workspaceId} and (home = any(${of}::bigint[]) or buyer_home = any(${of}::bigint[])
      or (user_home = any(${of}::bigint[]) and user_home <> 0 and user_home <> buyer_home))
    order by latest_at, order_id`.execute(tx);
  return { orders: rows };
}

/** Takes a person out of every order: as who placed it, who paid and for whom it was. */
async function eraseOrders(tx: Tx, workspaceId: number, { homes }: Person): Promise<void> {
  const keys = (await identitiesOf(tx, workspaceId, homes)).map(identityKey);
  const orderIds = await eraseEntries(tx, workspaceId, homes, keys);
  await combineAgain(tx, workspaceId, orderIds, lookup);
}

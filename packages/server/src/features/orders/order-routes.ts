import { OrderPage, OrderQuery, OrderSummary, OrderSummaryQuery } from '@yutang/contracts/orders';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { customerRows, customersOf, maySeeRow } from '../customers/index.ts';
import { listOrders, summariseOrders } from './order-question.ts';

export interface OrdersDeps {
  db: Db;
  /** `workspaces.getWorkspace`. */
  workspace(workspaceId: number): Promise<{ zone: string }>;
}

const tags = ['orders'];

/** Orders and sales. */
export function orderRoutes(app: HttpApp, { db, workspace }: OrdersDeps): void {
  app.get('/api/orders', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'Orders, latest first',
      querystring: OrderQuery,
      response: { 200: OrderPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      if (query.customer !== undefined || principal.ownStaff !== null)
        await assertVisible(principal, query.customer);
      return listOrders(db, principal, query);
    },
  });

  /** A guide sees the orders of own customers, one customer at a time. */
  async function assertVisible(principal: Principal, id: number | undefined): Promise<void> {
    const { workspaceId, ownStaff, within } = principal;
    if (id === undefined) throw new AppError('request.forbidden', { permission: 'orders of all customers' });
    const customer = (await customersOf(db, workspaceId, [id])).get(id);
    const [row] = customer === undefined ? [] : await customerRows(db, workspaceId, [customer]);
    if ((ownStaff ?? within) !== null && !(row && maySeeRow(row, principal)))
      throw new AppError('request.not-found', { what: `customer ${id}` });
  }

  app.get('/api/orders/summary', {
    config: { permission: 'pond.read' },
    schema: {
      tags,
      summary: 'Placed, paid and net sales',
      querystring: OrderSummaryQuery,
      response: { 200: OrderSummary, ...problems },
    },
    handler: async ({ principal, query }) =>
      summariseOrders(db, principal, query, (await workspace(principal.workspaceId)).zone),
  });
}

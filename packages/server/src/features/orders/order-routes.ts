import { OrderPage, OrderQuery, OrderSummary, OrderSummaryQuery } from '@yutang/contracts/orders';
import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { PersonPurchases, Purchases, PurchasesQuery } from '@yutang/contracts/purchases';
import { AppError } from '@yutang/core/errors';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { customerRows, customersOf, maySeeRow } from '../customers/index.ts';
import { listOrders, summariseOrders } from './order-question.ts';
import { askPersonPurchases, askPurchases, type PurchasesDeps } from './purchase-question.ts';

export interface OrdersDeps extends PurchasesDeps {
  /** `workspaces.getWorkspace`. */
  workspace(workspaceId: number): Promise<{ zone: string; currency: string }>;
}

const tags = ['orders'];

/** Orders and sales. */
export function orderRoutes(app: HttpApp, deps: OrdersDeps): void {
  const { db, workspace } = deps;
  app.get('/api/orders', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'Orders, latest first',
      querystring: OrderQuery,
      response: { 200: OrderPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      // what an organisation paid is narrowed to the asker's customers
      if (query.customer !== undefined || (principal.ownStaff !== null && query.organisation === undefined))
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

  app.get('/api/customers/purchases', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'What the people of a list bought: buyers, average order values, repurchase, churn, referral',
      querystring: PurchasesQuery,
      response: { 200: Purchases, ...problems },
    },
    handler: ({ principal, query }) => askPurchases(deps, principal, query),
  });

  app.get('/api/customers/:id/purchases', {
    config: { permission: 'customers.read' },
    schema: {
      tags,
      summary: 'What a person bought: first and last payment, average order values, share given back',
      params: IdParams,
      response: { 200: PersonPurchases, ...problems },
    },
    handler: async ({ principal, params }) => {
      const { homes } = await deps.customers.person(principal, params.id);
      const { currency } = await workspace(principal.workspaceId);
      return { ...(await askPersonPurchases(db, principal.workspaceId, homes)), currency };
    },
  });
}

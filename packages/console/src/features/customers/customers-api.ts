import type {
  AttributeList,
  ConsentDraft,
  ConsentLedger,
  CustomerPage,
  CustomerPatch,
  CustomerProfile,
  CustomerQuery,
  Erased,
  EraseRequest,
  PersonExport,
  Timeline,
  TimelineQuery,
} from '@yutang/contracts/customers';
import type { OrderPage, OrderQuery } from '@yutang/contracts/orders';
import type { PondChangePage } from '@yutang/contracts/pond';
import type { PersonPurchases, Purchases, PurchasesQuery } from '@yutang/contracts/purchases';
import { call, download } from '../../api/client.ts';

/** One page of the customer list. */
export const customerPage = (query: CustomerQuery, signal?: AbortSignal) =>
  call<CustomerPage>('GET', '/customers', { query, ...(signal ? { signal } : {}) });

/** Everybody the filters find, as CSV. */
export const exportCustomers = (filters: CustomerQuery) => download('/customers/export.csv', filters);
/** Some of the list, by number, as CSV. */
export const exportChosen = (ids: readonly number[]) =>
  download('/customers/export.csv', { ids: ids.join(',') });

export const customerProfile = (id: number) => call<CustomerProfile>('GET', `/customers/${id}`);
export const changeCustomer = (id: number, body: CustomerPatch) =>
  call<CustomerProfile>('PATCH', `/customers/${id}`, { body });
export const customerAttributes = (id: number) => call<AttributeList>('GET', `/customers/${id}/attributes`);
export const customerTimeline = (id: number, query: TimelineQuery) =>
  call<Timeline>('GET', `/customers/${id}/timeline`, { query });
export const customerConsents = (id: number) => call<ConsentLedger>('GET', `/customers/${id}/consents`);
export const recordConsent = (id: number, body: ConsentDraft) =>
  call<ConsentLedger>('POST', `/customers/${id}/consents`, { body });
export const personPurchases = (id: number) => call<PersonPurchases>('GET', `/customers/${id}/purchases`);
export const purchasesOf = (query: PurchasesQuery) =>
  call<Purchases>('GET', '/customers/purchases', { query });
export const customerOrders = (query: OrderQuery) => call<OrderPage>('GET', '/orders', { query });
export const customerPondChanges = (id: number, query: { limit?: number; cursor?: string }) =>
  call<PondChangePage>('GET', `/customers/${id}/pond`, { query });
export const exportPerson = (id: number) => call<PersonExport>('GET', `/customers/${id}/export`);
export const erasePerson = (id: number, body: EraseRequest) =>
  call<Erased>('POST', `/customers/${id}/erase`, { body });

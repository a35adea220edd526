import type { CustomerPage, CustomerQuery } from '@yutang/contracts/customers';
import { call } from '../../api/client.ts';

/** One page of the customer list. */
export const customerPage = (query: CustomerQuery, signal?: AbortSignal) =>
  call<CustomerPage>('GET', '/customers', { query, ...(signal ? { signal } : {}) });

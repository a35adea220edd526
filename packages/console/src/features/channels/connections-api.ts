import type { ConnectionPeopleQuery, Connections, Pivot, PivotQuery } from '@yutang/contracts/connections';
import type { CustomerPage } from '@yutang/contracts/customers';
import { call } from '../../api/client.ts';

export const connections = (query: { days?: number; play?: string }) =>
  call<Connections>('GET', '/pond/connections', { query });
export const connectionPeople = (query: ConnectionPeopleQuery, signal?: AbortSignal) =>
  call<CustomerPage>('GET', '/pond/connections/people', { query, ...(signal ? { signal } : {}) });
export const pivot = (query: PivotQuery) => call<Pivot>('GET', '/pond/pivot', { query });

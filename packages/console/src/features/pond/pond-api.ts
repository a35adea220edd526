import type {
  Conversion,
  Costs,
  PondFlow,
  PondFlowQuery,
  PondOverview,
  PondParts,
  PondPartsQuery,
  PondPeople,
  PondPeopleQuery,
  SettlementPage,
  SettlementQuery,
} from '@yutang/contracts/pond';
import { call } from '../../api/client.ts';

export const pondOverview = () => call<PondOverview>('GET', '/pond');
export const pondParts = (query: PondPartsQuery) => call<PondParts>('GET', '/pond/parts', { query });
export const pondFlow = (query: PondFlowQuery) => call<PondFlow>('GET', '/pond/flow', { query });
export const pondPeople = (query: PondPeopleQuery, signal?: AbortSignal) =>
  call<PondPeople>('GET', '/pond/people', { query, ...(signal ? { signal } : {}) });
export const pondSettlements = (query: SettlementQuery) =>
  call<SettlementPage>('GET', '/pond/settlements', { query });
export const pondConversion = (query: { from?: number; to?: number }) =>
  call<Conversion>('GET', '/pond/conversion', { query });
export const pondCosts = (query: { from?: number; to?: number }) =>
  call<Costs>('GET', '/pond/costs', { query });

import type { CustomerPage } from '@yutang/contracts/customers';
import type {
  CreditPeopleQuery,
  Credits,
  ScaleCurve,
  Spend,
  SpendByChannel,
  SpendDraft,
  SpendFile,
  SpendFilePage,
  SpendFileRequest,
  SpendPage,
  SpendPatch,
  SpendPreview,
  SpendQuery,
} from '@yutang/contracts/spend';
import { call } from '../../api/client.ts';

export const spendPage = (query: SpendQuery, signal?: AbortSignal) =>
  call<SpendPage>('GET', '/spend', { query, ...(signal ? { signal } : {}) });
export const enterSpend = (body: SpendDraft) => call<Spend>('POST', '/spend', { body });
export const changeSpend = (id: number, body: SpendPatch) => call<Spend>('PATCH', `/spend/${id}`, { body });
export const removeSpend = (id: number) => call<object>('DELETE', `/spend/${id}`);
export const previewFile = (body: SpendFileRequest) =>
  call<SpendPreview>('POST', '/spend/files/preview', { body });
export const takeFile = (body: SpendFileRequest) => call<SpendFile>('POST', '/spend/files', { body });
export const undoFile = (id: number) => call<SpendFile>('DELETE', `/spend/files/${id}`);
export const spendFiles = (query: { limit?: number; cursor?: string }) =>
  call<SpendFilePage>('GET', '/spend/files', { query });
export const spendByChannel = (query: { from?: string; to?: string; play?: string }) =>
  call<SpendByChannel>('GET', '/spend/channels', { query });
export const scaleCurve = (query: { from?: string; to?: string; unit?: ScaleCurve['unit'] }) =>
  call<ScaleCurve>('GET', '/spend/scale', { query });
export const credits = (query: { from?: number; to?: number; play?: string }) =>
  call<Credits>('GET', '/credits', { query });
export const creditPeople = (query: CreditPeopleQuery, signal?: AbortSignal) =>
  call<CustomerPage>('GET', '/credits/people', { query, ...(signal ? { signal } : {}) });

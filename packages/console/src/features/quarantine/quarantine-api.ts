import type {
  QuarantineBulk,
  QuarantineBulkResult,
  QuarantineCounts,
  QuarantineItem,
  QuarantinePage,
  QuarantineQuery,
} from '@yutang/contracts/quarantine';
import { call } from '../../api/client.ts';

export const quarantineCounts = () => call<QuarantineCounts>('GET', '/quarantine/counts');
export const quarantineItems = (query: QuarantineQuery) =>
  call<QuarantinePage>('GET', '/quarantine', { query });
export const correctItem = (id: number, item: Record<string, unknown>) =>
  call<QuarantineItem>('PATCH', `/quarantine/${id}`, { body: { item } });
export const replayItem = (id: number) => call<QuarantineItem>('POST', `/quarantine/${id}/replay`);
export const dismissItem = (id: number) => call<QuarantineItem>('POST', `/quarantine/${id}/dismiss`);
export const reopenItem = (id: number) => call<QuarantineItem>('POST', `/quarantine/${id}/reopen`);
export const bulk = (action: 'replay' | 'dismiss', body: QuarantineBulk) =>
  call<QuarantineBulkResult>('POST', `/quarantine/${action}`, { body });

import type {
  AddNonLinkingValue,
  ConflictList,
  CustomerIdentities,
  DecisionResult,
  MergeList,
  MergeRequest,
  NonLinkingList,
  ResolveConflict,
  UnmergeRequest,
} from '@yutang/contracts/identity';
import { call, type Query } from '../../api/client.ts';

export const customerIdentities = (id: number) =>
  call<CustomerIdentities>('GET', `/customers/${id}/identities`);
export const conflicts = (query: Query) => call<ConflictList>('GET', '/identity/conflicts', { query });
export const resolveConflict = (id: string, body: ResolveConflict) =>
  call<DecisionResult>('POST', `/identity/conflicts/${encodeURIComponent(id)}/resolve`, { body });
export const merge = (body: MergeRequest) => call<DecisionResult>('POST', '/identity/merge', { body });
export const unmerge = (body: UnmergeRequest) => call<DecisionResult>('POST', '/identity/unmerge', { body });
export const merges = (query: Query) => call<MergeList>('GET', '/identity/merges', { query });
export const undoMerge = (id: number, reason: string) =>
  call<DecisionResult>('POST', `/identity/merges/${id}/undo`, { body: { reason } });
export const nonLinkingValues = (query: Query) =>
  call<NonLinkingList>('GET', '/identity/non-linking-values', { query });
export const addNonLinkingValue = (body: AddNonLinkingValue) =>
  call<DecisionResult>('POST', '/identity/non-linking-values', { body });
export const removeNonLinkingValue = (id: string) =>
  call<DecisionResult>('DELETE', `/identity/non-linking-values/${encodeURIComponent(id)}`);

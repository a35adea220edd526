import { useQuery } from '@tanstack/react-query';
import type { CustomerFilter, Portrait } from '@yutang/contracts/portrait';
import type {
  CustomerTags,
  CustomerTagsChange,
  Tag,
  TagBatch,
  TagBatchDraft,
  TagBatchResult,
  TagCoverage,
  TagDraft,
  TagGroup,
  TagGroupDraft,
  TagGroupPatch,
  TagList,
  TagPatch,
} from '@yutang/contracts/tags';
import { call } from '../../api/client.ts';

export const makeTag = (body: TagDraft) => call<TagList>('POST', '/tags', { body });
export const changeTag = (id: number, body: TagPatch) => call<TagList>('PATCH', `/tags/${id}`, { body });
export const mergeTag = (id: number, into: number | null) =>
  call<TagList>('POST', `/tags/${id}/merge`, { body: { into } });
export const makeTagGroup = (body: TagGroupDraft) => call<TagList>('POST', '/tags/groups', { body });
export const changeTagGroup = (id: number, body: TagGroupPatch) =>
  call<TagList>('PATCH', `/tags/groups/${id}`, { body });
export const tagCoverage = () => call<TagCoverage>('GET', '/tags/coverage');
export const tagBatches = () => call<{ items: TagBatch[] }>('GET', '/tags/batches');
export const tagMany = (body: TagBatchDraft) => call<TagBatchResult>('POST', '/tags/batches', { body });
export const undoTagBatch = (id: number) =>
  call<TagBatchResult>('POST', `/tags/batches/${id}/undo`, { body: {} });
export const customerTags = (id: number) => call<CustomerTags>('GET', `/customers/${id}/tags`);
export const tagCustomer = (id: number, body: CustomerTagsChange) =>
  call<CustomerTags>('POST', `/customers/${id}/tags`, { body });
export const customerPortrait = (query: CustomerFilter) =>
  call<Portrait>('GET', '/customers/portrait', { query });

/** All groups and tags. */
export function useTags() {
  return useQuery({ queryKey: ['tags', 'list'], queryFn: () => call<TagList>('GET', '/tags') });
}

/** Whether a tag can be given to people. */
export const isUsable = (tag: Tag) => tag.archivedAt === null && tag.mergedInto === null;

/** A tag by its number, with its group. */
export function findTag(groups: readonly TagGroup[], id: number): { tag: Tag; group: TagGroup } | undefined {
  for (const group of groups) {
    const tag = group.tags.find((each) => each.id === id);
    if (tag) return { tag, group };
  }
  return undefined;
}

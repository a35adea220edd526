import { defineErrors } from '../entry.ts';

/** Faults of identity review, merging and unmerging. */
export const identityErrors = defineErrors({
  'identity.already-one': {
    status: 409,
    en: 'Customers {one} and {other} are already one customer.',
    zh: '客户 {one} 与 {other} 已经是同一位客户。',
  },
  'identity.not-of-customer': {
    status: 422,
    en: 'The field homes names {home}, which is not an identity of customer {customer}. Reload the customer and choose again.',
    zh: '字段 homes 中的 {home} 不是客户 {customer} 的身份,请刷新后重新选择。',
  },
  'identity.nothing-left': {
    status: 422,
    en: 'The field homes names every identity of customer {customer}. Leave at least one with the customer.',
    zh: '字段 homes 包含了客户 {customer} 的全部身份,请至少保留一个。',
  },
  'identity.not-undoable': {
    status: 409,
    en: 'Change {id} cannot be undone any more: its identities have moved on since. Merge or unmerge the customers of today instead.',
    zh: '变更 {id} 已无法撤销:相关身份之后又有变动。请直接合并或拆分当前客户。',
  },
  'identity.resolved': {
    status: 409,
    en: 'Conflict {id} has been resolved already. Undo that decision in the list of merges first.',
    zh: '冲突 {id} 已处理。如需更改,请先在合并记录中撤销该决定。',
  },
  'identity.no-such-choice': {
    status: 422,
    en: 'Conflict {id} cannot be resolved as "{decision}": a shared value has only one side. Choose "shared" or "different".',
    zh: '冲突 {id} 不能处理为“{decision}”:共用值只有一方,请选择“共用”或“不同”。',
  },
});

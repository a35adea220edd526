import { defineWords } from '../../words/define-words.ts';

/** API keys. */
export const keysWords = defineWords('keys', {
  title: ['接口密钥', 'API keys'],
  lead: [
    '给自己的程序用。密钥只有选中的权限,随时可以撤销。接口文档在 /api/openapi.json。',
    'For your own programs. A key has only the rights chosen, and can be revoked at any time. The API is described at /api/openapi.json.',
  ],
  add: ['新建密钥', 'New key'],
  label: ['用途', 'Used for'],
  labelHint: ['例如:BI 报表', 'For example: BI reports'],
  scopes: ['权限', 'Rights'],
  scopesHint: ['只能给你自己有的权限', 'Only rights you have yourself'],
  expires: ['有效期', 'Expires'],
  never: ['长期有效', 'Never'],
  days: ['{{count}} 天', { one: '{{count}} day', other: '{{count}} days' }],
  create: ['创建', 'Create'],
  once: ['密钥只显示这一次,请现在保存好。', 'The key is shown this once. Keep it now.'],
  use: ['这样使用', 'Use it like this'],
  prefix: ['开头', 'Begins with'],
  createdBy: ['创建', 'Made by'],
  lastUsed: ['最近使用', 'Last used'],
  state: ['状态', 'State'],
  active: ['有效', 'Active'],
  revoked: ['已撤销', 'Revoked'],
  expired: ['已过期', 'Expired'],
  revoke: ['撤销', 'Revoke'],
  revokeTitle: ['撤销“{{label}}”?', 'Revoke “{{label}}”?'],
  revokeText: [
    '用它的程序会立刻失去访问权,不可恢复。',
    'Programs that use it lose access at once. This cannot be undone.',
  ],
  empty: ['还没有接口密钥', 'No API keys yet'],
  emptyText: [
    '收集事件用“来源”的写入密钥;读数据和管理用这里的。',
    'To send events use a source’s write key; to read and manage use one of these.',
  ],
  needLabel: ['请填写用途', 'Say what it is for'],
  needScope: ['至少选一项权限', 'Choose at least one right'],
  rights: ['{{count}} 项权限', { one: '{{count}} right', other: '{{count}} rights' }],
});

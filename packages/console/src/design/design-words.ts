import { defineWords } from '../words/define-words.ts';

/** Phrases of the building blocks themselves. */
export const designWords = defineWords('design', {
  retry: ['重试', 'Try again'],
  loading: ['正在加载', 'Loading'],
  offlineTitle: ['连不上服务器', 'The server cannot be reached'],
  offlineText: [
    '请确认 Yutang 正在运行、网络畅通,然后重试。',
    'Check that Yutang is running and your network works, then try again.',
  ],
  faultTitle: ['出了点问题', 'Something went wrong'],
  forbiddenTitle: ['当前岗位看不到这一页', 'Your role cannot see this page'],
  forbiddenText: [
    '需要“{{permission}}”权限。请联系工作区的所有者或管理员。',
    'It needs the permission “{{permission}}”. Ask the owner or an administrator of the workspace.',
  ],
  notFoundTitle: ['没有找到', 'Not found'],
  code: ['错误码 {{code}}', 'Error code {{code}}'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  cancel: ['取消', 'Cancel'],
  save: ['保存', 'Save'],
  saved: ['已保存', 'Saved'],
  close: ['关闭', 'Close'],
  typeToConfirm: ['请输入 {{text}} 以确认', 'Type {{text}} to confirm'],
  more: ['再看 {{count}} 条', 'Show {{count}} more'],
  loadMore: ['加载更多', 'Load more'],
  shownOf: ['已显示 {{shown}} / {{total}}', '{{shown}} of {{total}} shown'],
  sortAscending: ['升序', 'ascending'],
  sortDescending: ['降序', 'descending'],
  never: ['从未', 'Never'],
  justNow: ['刚刚', 'just now'],
});

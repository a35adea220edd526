import { defineWords } from '../../words/define-words.ts';

/** The public address and the files served from its root. */
export const addressWords = defineWords('address', {
  title: ['公网地址', 'Public address'],
  note: ['二维码、邀请链接和接入代码都以它开头', 'Codes, invitation links and snippets begin with it'],
  unset: [
    '未设置 PUBLIC_URL,暂用浏览器中的地址 {{address}}。手机和平台要能访问,请在启动时设置 PUBLIC_URL。',
    'PUBLIC_URL is not set; {{address}} of this window is used. For phones and platforms, set PUBLIC_URL when starting.',
  ],
  files: ['校验文件', 'Verification files'],
  filesNote: [
    '微信公众号、企业微信和搜索引擎要求放在域名根目录的小文件(.txt 或 .html,4 kB 以内)',
    'Small files WeChat, WeCom and search engines want at the root of the domain (.txt or .html, up to 4 kB)',
  ],
  upload: ['上传文件', 'Upload a file'],
  paste: ['粘贴内容', 'Paste'],
  pasteTitle: ['粘贴校验文件', 'Paste a verification file'],
  name: ['文件名', 'File name'],
  nameRule: [
    '与平台给出的一致:字母、数字、- 和 _,以 .txt 或 .html 结尾',
    'As the platform gave it: letters, digits, - and _, ending in .txt or .html',
  ],
  content: ['内容', 'Content'],
  contentRule: ['请粘贴内容', 'Paste the content'],
  save: ['保存', 'Save'],
  kept: ['已可访问:/{{file}}', 'Served now: /{{file}}'],
  removed: ['已删除 {{file}}', 'Removed {{file}}'],
  undo: ['撤销', 'Undo'],
  tooLarge: ['文件超过 4 kB,不是校验文件。', 'The file is larger than 4 kB; it is no verification file.'],
  empty: ['还没有校验文件', 'No verification files yet'],
  emptyText: [
    '平台要求“把文件放到域名根目录”时,在这里上传。',
    'When a platform asks to put a file at the root of the domain, upload it here.',
  ],
  remove: ['删除', 'Remove'],
  by: ['{{who}} 上传于', 'by {{who}},'],
});

import { defineErrors } from '../entry.ts';

/** Faults of the public address and the files served from its root. */
export const addressErrors = defineErrors({
  'verification.reserved': {
    status: 409,
    en: '/{file} is a page of Yutang itself (field file) and cannot be replaced. Use the name the platform gave.',
    zh: '/{file} 是系统自身的地址(字段 file),不能被替换。请使用平台给出的文件名。',
  },
  'verification.demo': {
    status: 403,
    en: 'A demo keeps no verification files. Make your own workspace first.',
    zh: '演示工作区不能放置验证文件,请先建立自己的工作区。',
  },
  'verification.taken': {
    status: 409,
    en: '/{file} is already served for another workspace of this installation (field file). Have it removed there first.',
    zh: '/{file} 已由本系统的其他工作区占用(字段 file),请先在那里删除。',
  },
  'verification.too-large': {
    status: 413,
    en: 'A verification file has at most {limit} bytes (field content). Upload the small file the platform gave you.',
    zh: '校验文件最多 {limit} 字节(字段 content)。请上传平台给出的小文件。',
  },
  'verification.too-many': {
    status: 409,
    en: 'A workspace keeps at most {limit} verification files. Remove those no platform asks for any more.',
    zh: '一个工作区最多保存 {limit} 个校验文件,请删除不再需要的文件。',
  },
});

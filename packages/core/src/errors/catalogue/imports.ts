import { defineErrors } from '../entry.ts';

/** Faults of imports. */
export const importErrors = defineErrors({
  'imports.empty': {
    status: 400,
    en: 'The file {name} has no rows. It needs a header line and at least one row.',
    zh: '文件 {name} 没有数据行。需要一行表头和至少一行数据。',
  },
  'imports.encoding': {
    status: 415,
    en: 'The file is encoded as {encoding}. Save it as “CSV UTF-8” and upload it again.',
    zh: '文件编码为 {encoding},请另存为“CSV UTF-8”后重新上传。',
  },
  'imports.format': {
    status: 415,
    en: 'The file is {format}. Export it as CSV or JSON lines (also gzip) and upload it again.',
    zh: '文件格式为 {format},请导出为 CSV 或 JSON Lines(可用 gzip 压缩)后重新上传。',
  },
  'imports.header': {
    status: 400,
    en: 'The header of the file cannot be used: {reason}. Give every column a name of its own in the first line.',
    zh: '文件表头不可用:{reason}。请在第一行为每一列指定唯一的名称。',
  },
  'imports.mapping': {
    status: 400,
    en: 'The mapping cannot be used: {field} {reason}.',
    zh: '列映射不可用:{field} {reason}。',
  },
  'imports.preset': {
    status: 400,
    en: 'There is no preset {name}. GET /api/imports/presets lists them.',
    zh: '没有名为 {name} 的预设,可用 GET /api/imports/presets 查看。',
  },
  'imports.file-gone': {
    status: 410,
    en: 'The uploaded file {name} is no longer on this server. Upload it again.',
    zh: '上传的文件 {name} 已不在服务器上,请重新上传。',
  },
  'imports.file-in-use': {
    status: 409,
    en: 'The file is being imported. Let the import end, or pause it first.',
    zh: '文件正在导入,请等待导入结束,或先暂停。',
  },
  'imports.state': {
    status: 409,
    en: 'The import is {state}, so it cannot be {action}.',
    zh: '导入当前状态为 {state},不能执行 {action}。',
  },
});

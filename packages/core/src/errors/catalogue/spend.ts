import { defineErrors } from '../entry.ts';

/** Faults of requests about spend. */
export const spendErrors = defineErrors({
  'spend.bad-lines': {
    status: 422,
    en: '{count} lines cannot be read; the first is line {line}, column {field} ({reason}). Correct them, or send skipBad to take in the others.',
    zh: '有 {count} 行无法读取,第一处在第 {line} 行的 {field} 列({reason})。请修改,或选择跳过这些行(skipBad)。',
  },
  'spend.no-lines': {
    status: 422,
    en: 'The file has no line of spend. Its first line must name the columns: at least day, channel and amount.',
    zh: '文件里没有花费数据。第一行须为列名,至少包含日期、渠道和花费。',
  },
  'spend.file-known': {
    status: 409,
    en: 'The content of {name} was taken in before. Undo that file first if you want to take it in again.',
    zh: '{name} 的内容已经导入过。若要重新导入,请先撤销那个文件。',
  },
});

import { defineErrors } from '../entry.ts';

/** Faults of queries at the analyst's door. */
export const sqlErrors = defineErrors({
  'sql.empty': {
    status: 400,
    en: 'There is no query. Write one select over the views.',
    zh: '没有查询内容。请写一条查询视图的 select 语句。',
  },
  'sql.one-statement': {
    status: 400,
    en: 'One query at a time: there is another one after the semicolon at line {line}, column {column}.',
    zh: '一次只能运行一条查询:第 {line} 行第 {column} 列的分号之后还有语句。',
  },
  'sql.only-select': {
    status: 400,
    en: 'The door only reads, and the query begins with “{found}”. Begin with select, with, values or table.',
    zh: '这里只能读取数据,而查询以“{found}”开头。请以 select、with、values 或 table 开头。',
  },
  'sql.not-offered': {
    status: 400,
    en: 'A query cannot use {name} (line {line}, column {column}). Use the views and the functions that compute with rows.',
    zh: '查询不能使用 {name}(第 {line} 行第 {column} 列)。请使用列出的视图和计算类函数。',
  },
  'sql.failed': {
    status: 400,
    en: 'The query failed: {detail}. Correct it and run it again.',
    zh: '查询运行失败:{detail}。请修改后重新运行。',
  },
  'sql.failed-at': {
    status: 400,
    en: 'The query failed at line {line}, column {column}: {detail}. Check the names of views, columns and functions.',
    zh: '查询在第 {line} 行第 {column} 列出错:{detail}。请检查视图、列和函数的名称。',
  },
  'sql.refused': {
    status: 400,
    en: 'The door only reads the views of this workspace: {detail}.',
    zh: '这里只能读取本工作区的视图:{detail}。',
  },
  'sql.timeout': {
    status: 504,
    en: 'The query took longer than {seconds} s and was stopped. Narrow the time range, or join on fewer rows.',
    zh: '查询超过 {seconds} 秒,已停止。请缩小时间范围或减少参与关联的行数。',
  },
  'sql.stopped': {
    status: 409,
    en: 'The query was stopped before it ended.',
    zh: '查询已被中止。',
  },
  'sql.too-heavy': {
    status: 400,
    en: 'The query needs more memory or temporary space than it may use and was stopped: {detail}. Group or filter before joining.',
    zh: '查询所需的内存或临时空间超出上限,已停止:{detail}。请在关联之前先分组或筛选。',
  },
  'sql.too-large': {
    status: 400,
    en: 'A batch of rows is larger than {megabytes} MB. Select fewer or shorter columns.',
    zh: '一批结果超过 {megabytes} MB。请选择更少或更短的列。',
  },
  'sql.busy': {
    status: 429,
    en: '{running} queries are running, as many as may run at once. Try again when one has ended, or stop one.',
    zh: '已有 {running} 条查询在运行,达到同时运行的上限。请等其中一条结束后再试,或先中止一条。',
  },
  'sql.closed': {
    status: 409,
    en: 'The SQL door is closed: {reason}',
    zh: 'SQL 查询尚不可用:{reason}',
  },
  'sql.own-customers': {
    status: 403,
    en: 'Somebody who sees own customers only has no SQL: ask a colleague who sees all of them.',
    zh: '只能查看自己客户的成员不能使用 SQL,请联系可查看全部客户的同事。',
  },
});

import { defineErrors } from '../entry.ts';

/** Faults of questions to the event store, and of the store that answers them. */
export const questionErrors = defineErrors({
  'question.invalid': {
    status: 400,
    en: 'The question cannot be answered: {reason}. Check names of columns and functions.',
    zh: '无法回答该查询:{reason}。请检查列名和函数名。',
  },
  'question.parameter': {
    status: 400,
    en: 'The question needs a value for the parameter {name}: {reason}.',
    zh: '查询参数 {name} 有误:{reason}。',
  },
  'question.not-allowed': {
    status: 400,
    en: 'A question may only read this workspace’s events, but it says “{found}”. Use one select over events.',
    zh: '查询只能读取本工作区的事件,不允许使用“{found}”。请只用一条 select 语句查询 events。',
  },
  'question.timeout': {
    status: 504,
    en: 'The question took longer than {ms} ms and was stopped. Narrow the time range or the events asked for.',
    zh: '查询超过 {ms} 毫秒,已停止。请缩小时间范围或事件范围。',
  },
  'question.too-heavy': {
    status: 503,
    en: 'The question needs more memory than the event store may use. Narrow it, or give the server more memory.',
    zh: '查询所需内存超过事件库上限。请缩小范围,或为服务器增加内存。',
  },
  'question.store-in-use': {
    status: 503,
    en: 'The event store {file} is open in process {pid}. Stop that process, or talk to it over its API.',
    zh: '事件库 {file} 正被进程 {pid} 使用。请停止该进程,或通过它的接口访问。',
  },
  'question.store-address': {
    status: 500,
    en: 'EVENTS_URL is not an address of an event store: {reason}. Write clickhouse://user:password@host:8123/?cluster=name, or leave it unset.',
    zh: 'EVENTS_URL 不是有效的事件库地址:{reason}。请写成 clickhouse://用户:密码@主机:8123/?cluster=名称,或留空。',
  },
});

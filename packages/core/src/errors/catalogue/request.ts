import { defineErrors } from '../entry.ts';

/** Faults any request can have. */
export const requestErrors = defineErrors({
  'request.invalid': {
    status: 400,
    en: 'The field {field} {reason}.',
    zh: '字段 {field} 有误:{reason}。',
  },
  'request.malformed': {
    status: 400,
    en: 'The body is not valid JSON. Check quotes, commas and encoding (UTF-8).',
    zh: '请求体不是合法的 JSON,请检查引号、逗号和编码(UTF-8)。',
  },
  'request.too-large': {
    status: 413,
    en: 'The request is larger than {limit} bytes. Send smaller batches.',
    zh: '请求超过 {limit} 字节,请分批发送。',
  },
  'request.too-many': {
    status: 429,
    en: 'Too many requests. Try again in {seconds} s.',
    zh: '请求过于频繁,请在 {seconds} 秒后重试。',
  },
  'request.unauthenticated': {
    status: 401,
    en: 'Sign in, or send a valid API key as "Authorization: Bearer <key>".',
    zh: '请先登录,或以 "Authorization: Bearer <密钥>" 发送有效的 API 密钥。',
  },
  'request.forbidden': {
    status: 403,
    en: 'Your role or key does not allow {permission}. Ask an administrator of the workspace.',
    zh: '当前角色或密钥没有 {permission} 权限,请联系工作区管理员。',
  },
  'request.not-found': {
    status: 404,
    en: '{what} was not found in this workspace.',
    zh: '在本工作区找不到{what}。',
  },
  'request.conflict': { status: 409, en: '{what} already exists.', zh: '{what}已存在。' },
  'request.foreign-origin': {
    status: 403,
    en: 'This request came from another site. Use an API key for cross-site calls.',
    zh: '请求来自其他站点。跨站调用请使用 API 密钥。',
  },
  'server.fault': {
    status: 500,
    en: 'Something went wrong on our side (incident {incident}). It has been logged.',
    zh: '服务器内部错误(编号 {incident}),已记录。',
  },
  'server.store-unavailable': {
    status: 503,
    en: 'The database cannot be reached or cannot write. Nothing was lost that had been acknowledged; try again shortly.',
    zh: '数据库暂时无法访问或写入。已确认的数据没有丢失,请稍后重试。',
  },
  'server.disk-full': {
    status: 507,
    en: 'The disk that holds the data is full. Free some space; work goes on by itself afterwards.',
    zh: '数据所在磁盘已满。请腾出空间,之后会自动恢复。',
  },
  'request.key-reused': {
    status: 422,
    en: 'This Idempotency-Key was used for another request. Use a new key for each thing to be done.',
    zh: '该 Idempotency-Key 已用于另一个请求。每件事请使用新的键。',
  },
  'request.key-running': {
    status: 409,
    en: 'The first request with this Idempotency-Key has not been answered. Ask again in a moment; if this goes on for a minute, look whether it was carried out, and use a new key.',
    zh: '使用该 Idempotency-Key 的首个请求尚未得到答复。请稍后再试;若超过一分钟,请查看是否已执行,并使用新的键。',
  },
});

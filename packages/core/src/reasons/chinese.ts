/** What an answer may not find, or find already there: the nouns of the glossary, as `what` begins with them. */
const nouns: Record<string, string> = {
  account: '账号',
  campaign: '群发',
  channel: '渠道',
  conflict: '身份冲突',
  customer: '客户',
  delivery: '投递',
  file: '文件',
  import: '导入',
  key: '密钥',
  'live code': '活码',
  member: '成员',
  merge: '合并',
  'non-linking value': '不关联的值',
  'open invitation': '未使用的邀请',
  organisation: '组织',
  outlet: '门店',
  play: '打法',
  quarantine: '隔离项',
  segment: '人群',
  session: '登录',
  source: '来源',
  spend: '花费',
  staff: '员工',
  step: '步骤',
  tag: '标签',
  task: '任务',
  webhook: 'Webhook',
  workspace: '工作区',
};

/** Why a value was refused, as core says it: the sentence without its subject, and the same in Chinese. */
const reasons: [RegExp, string][] = [
  [/^is required$/, '必填'],
  [/^is not an http\(s\) address$/, '不是 http(s) 地址'],
  [/^is not an https address$/, '不是 https 地址'],
  [/^carries a user name or a password$/, '含有用户名或密码'],
  [/^is no public address$/, '不是公网地址'],
  [/^or anonymousId is required$/, '与 anonymousId 至少要有一个'],
  [/^is empty$/, '为空'],
  [/^is neither a source nor a unit: (.*)$/s, '既不是来源也不是组织单元:$1'],
  [/^is masked$/, '已打码'],
  [/^is longer than (\d+) characters$/, '超过 $1 个字符'],
  [/^is larger than (\d+) bytes$/, '超过 $1 字节'],
  [/^is nested deeper than (\d+) levels$/, '嵌套超过 $1 层'],
  [/^is neither text nor a number$/, '既不是文本也不是数字'],
  [/^is neither yes nor no: (.*)$/s, '不是“是”或“否”:$1'],
  [/^is a filler, not a phone$/, '是占位号码,不是手机'],
  [/^is not a Chinese mobile or an international number with \+$/, '不是中国手机号,也不是带 + 的国际号码'],
  [/^is not an e-mail address$/, '不是邮箱地址'],
  [/^is not an object$/, '不是对象'],
  [/^is not a JSON object$/, '不是 JSON 对象'],
  [/^is not a list of items$/, '不是列表'],
  [
    /^is not track, identify, page, screen, group or alias$/,
    '不是 track、identify、page、screen、group 或 alias',
  ],
  [/^is not (?:a name|text) of 1 to (\d+) characters$/, '不是 1 到 $1 个字符的文本'],
  [/^is not an ISO 8601 time$/, '不是 ISO 8601 时间'],
  [/^is not a time: (.*)$/s, '不是时间:$1'],
  [/^is not a number: (.*)$/s, '不是数字:$1'],
  [/^is not an amount: (.*)$/s, '不是金额:$1'],
  [/^is not a cursor of this list$/, '不是本列表的翻页位置'],
  [/^has no usable identity$/, '没有可用的身份'],
  [/^has no price and no amount$/, '既没有单价也没有金额'],
  [/^has a quote that is never closed$/, '引号没有闭合'],
  [/^has a namespace too long or with blanks$/, '命名空间过长或含空格'],
  [/^is an adjustment of bad debt, not a sale$/, '是坏账调整,不是销售'],
  [/^is negative outside a cancellation: stock written off$/, '不是取消却为负数:库存核销'],
  [/^is 0 and nobody bought it: stock corrected$/, '为 0 且无人购买:库存更正'],
  [/^stands in the list twice$/, '在列表中出现了两次'],
  [/^is an event of the system, not of people: (.*)$/s, '是系统事件,不是人的事件:$1'],
  [/^must be one of (.*), not (.*)$/s, '必须是 $1 之一,而不是 $2'],
  [/^must be an? (number|string|boolean|time|object|array), not (.*)$/s, '类型应为 $1,实际为 $2'],
  [/^must be an? (number|string|boolean|time|object|array)$/, '类型应为 $1'],
];

/** A refused value's reason in Chinese; a reason without a translation stays as it is. */
export function chineseReason(reason: string): string {
  const [, sentence = reason, left] = /^(.*?)([,;] (?:so )?it is left out)?$/s.exec(reason) ?? [];
  const found = reasons.find(([pattern]) => pattern.test(sentence));
  if (!found) return reason;
  return `${sentence.replace(...found)}${left ? ',因此不采用' : ''}`;
}

/** What was not found, in Chinese: `customer 7` is 客户 7. What no noun begins stays as it is. */
export function chineseWhat(what: string): string {
  const noun = Object.keys(nouns).find((one) => what === one || what.startsWith(`${one} `));
  return noun === undefined ? what : `${nouns[noun]}${what.slice(noun.length)}`;
}

import { defineWords } from '../../words/define-words.ts';

/** A whole workspace out, and in again. */
export const exportsWords = defineWords('exports', {
  out: ['导出整个工作区', 'Export the whole workspace'],
  outNote: [
    '全部事件、客户、订单与人工决定,写成任何工具都能读取的文件',
    'All events, customers, orders and decisions, as files that any tool reads',
  ],
  personal: [
    '导出含有全部客户的个人信息。谁导出、谁下载,都会写入审计。',
    'An export holds personal data of every customer. Who exports and who downloads is written to the audit log.',
  ],
  begin: ['导出', 'Export'],
  begun: ['导出已开始', 'Export begun'],
  format: ['文件格式', 'File format'],
  download: ['下载', 'Download'],
  remove: ['删除', 'Delete'],
  removed: ['已删除', 'Deleted'],
  removeSure: ['删除这份导出?可以随时重新导出。', 'Delete this export? You can always make another.'],
  'state.running': ['进行中', 'Running'],
  'state.done': ['可下载', 'Ready'],
  'state.failed': ['失败', 'Failed'],
  rows: ['{{rows}} 行 · {{bytes}}', '{{rows}} rows · {{bytes}}'],
  keptUntil: ['保留到', 'kept until'],
  waiting: [
    '有 {{count}} 条事件已接收但尚未入库,不在其中',
    {
      one: '{{count}} event was accepted but not yet known, and is not in it',
      other: '{{count}} events were accepted but not yet known, and are not in it',
    },
  ],
  none: ['还没有导出', 'No exports yet'],
  noneText: ['也可以用命令:yutang export --key <密钥>', 'Or by command: yutang export --key <key>'],
  in: ['迁入一份导出', 'Take an export in'],
  inNote: [
    '把另一个工作区的导出(.tar)放进这个空工作区',
    'Put the export of another workspace (.tar) into this empty one',
  ],
  occupied: [
    '只有空工作区才能迁入;这里已有数据({{what}})。请新建一个工作区。',
    'Only an empty workspace can take one in; this one already holds data ({{what}}). Make a new workspace.',
  ],
  choose: ['选择 .tar 文件', 'Choose a .tar file'],
  sending: ['正在上传并核对…', 'Sending and checking…'],
  history: [
    '时区、货币与设置以导出为准。全部作为历史数据迁入,不触发任何动作。',
    'Time zone, currency and settings become those of the export. All of it comes as history: nothing is fired.',
  ],
  reading: ['正在写入 {{step}}', 'Writing {{step}}'],
  computing: ['正在由日志重新计算', 'Computing everything from the log'],
  taken: ['已迁入“{{name}}”', 'Took in “{{name}}”'],
  takenText: [
    '客户 {{customers}} · 订单 {{orders}},与导出一致',
    '{{customers}} customers and {{orders}} orders, as the export says',
  ],
  differs: ['{{what}}:导出 {{exported}},这里 {{here}}', '{{what}}: {{exported}} exported, {{here}} here'],
});

import { defineWords } from '../../words/define-words.ts';

/** Channels and their domain classes. */
export const channelsWords = defineWords('channels', {
  title: ['渠道', 'Channels'],
  lead: [
    '人从哪里来,以及每个渠道离家多远。改动属性,所有报表立即按新的算。',
    'Where people come from, and how far each place is from home. A changed class moves every report at once.',
  ],
  add: ['新建渠道', 'New channel'],
  unclassified: [
    '有 {{count}} 个渠道自己出现在事件里,还没有分类',
    {
      one: '{{count}} channel appeared in events and has no class yet',
      other: '{{count}} channels appeared in events and have no class yet',
    },
  ],
  name: ['标识', 'Key'],
  nameHint: ['事件里 channel 属性的值', 'The value of channel in events'],
  nameRule: ['前后不能有空格', 'No blanks at either end'],
  channelTitle: ['名称', 'Name'],
  platform: ['平台', 'Platform'],
  domain: ['属性', 'Domain class'],
  paidToReach: ['触达要付费', 'Paid to reach'],
  reusable: ['可反复触达', 'Reusable'],
  dataExportable: ['数据可导出', 'Data exportable'],
  events: ['事件', 'Events'],
  lastSeen: ['最近出现', 'Last seen'],
  people: ['{{private}} 私域 / {{people}} 人', '{{private}} in the pond of {{people}}'],
  peopleTitle: ['人数', 'People'],
  edit: ['修改', 'Edit'],
  save: ['保存', 'Save'],
  saved: ['已保存,报表已按新的属性计算', 'Saved; reports count by the new class'],
  notSet: ['待分类', 'not set'],
  empty: ['还没有渠道', 'No channels yet'],
  emptyText: [
    '事件带上 channel 属性,渠道就会自己出现。',
    'Send events with a channel property and channels appear by themselves.',
  ],
});

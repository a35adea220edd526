import { defineWords } from '../../words/define-words.ts';

/** Field rules: whose word holds when sources disagree. */
export const fieldsWords = defineWords('fields', {
  title: ['字段规则', 'Field rules'],
  lead: [
    '几个系统对同一个人说法不一时,每个字段以谁为准。每个人的属性里写着各方说法和采用的理由。',
    'Whose word holds, field by field, when systems disagree about a person. Everybody’s attributes tell each side and why one was taken.',
  ],
  field: ['字段', 'Field'],
  rule: ['规则', 'Rule'],
  people: ['有值的人', 'People'],
  conflicting: ['说法不一', 'Disagreeing'],
  sources: ['来源', 'Sources'],
  byHand: ['人工', 'By hand'],
  change: ['改规则', 'Change'],
  emptyTitle: ['还没有字段', 'No fields yet'],
  emptyText: [
    '来源发来客户属性后,这里列出每个字段和说法不一的人数。',
    'Once sources send attributes of people, every field stands here with those they disagree on.',
  ],
  applying: ['正在按新规则更新客户名单', 'Bringing the customer list up to date with the new rule'],
  'policy.latest': ['最新为准', 'Latest word'],
  'policy.priority': ['按来源优先', 'Sources in order'],
  'policy.earliest': ['最早为准', 'First to say'],
  'policy.verified': ['已验证优先', 'Verified first'],
  'about.latest': ['谁最后说的算,删除也算。', 'Whoever spoke last, removals too.'],
  'about.priority': [
    '按你排的来源或部门顺序,排在前面的说了就算;没排到的在后面,其中最新为准。',
    'The first in your order of sources and departments that has a value; those not listed come after, the latest of them.',
  ],
  'about.earliest': [
    '最先提到这个字段的来源说了算,之后它自己的更正也算。',
    'The source that spoke of the field first, with its own corrections.',
  ],
  'about.verified': [
    '服务器密钥、导入和人工录入的先于网页和小程序自报的;同样可信时最新为准。',
    'What came by a secret key, an import or by hand before what browsers and mini programs claim; of equals the latest.',
  ],
  order: ['优先顺序', 'Order'],
  addPlace: ['加入来源或部门', 'Add a source or department'],
  up: ['上移', 'Move up'],
  drop: ['移除', 'Remove'],
  orderHint: [
    '导入每次是一个新来源:给它们排部门,以后的文件也跟着排。',
    'Every import is a source of its own: rank its department, and later files follow.',
  ],
  orderNeeded: ['先加入至少一个来源或部门', 'Add at least one source or department first'],
  department: ['部门', 'Department'],
  willChange: [
    '将改变 {{count}} 人的值',
    { one: 'Changes the value of {{count}} person', other: 'Changes the value of {{count}} people' },
  ],
  noChange: ['不会改变任何人今天的值。', 'Changes nobody’s value of today.'],
  save: ['保存规则', 'Save the rule'],
  saveFor: [
    '保存并改变 {{count}} 人',
    { one: 'Save, changing {{count}} person', other: 'Save, changing {{count}} people' },
  ],
  person: ['客户', 'Person'],
  before: ['现在', 'Now'],
  after: ['之后', 'Then'],
  removed: ['已移除', 'removed'],
  owners: ['来源归哪个部门', 'Whose systems the sources are'],
  ownersNote: [
    '只列出提到过客户属性的来源。同名导入的新文件自动沿用部门。',
    'Sources that spoke of people’s attributes. New files of an import’s source keep its department.',
  ],
  nobody: ['未指定', 'Nobody’s'],
  noConflicts: ['各来源说法一致', 'All sources agree'],
  holds: ['采用', 'holds'],
  saved: ['已保存', 'Saved'],
});

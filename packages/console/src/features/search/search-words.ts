import { defineWords } from '../../words/define-words.ts';

/** The box that finds everything. */
export const searchWords = defineWords('search', {
  open: ['查找({{keys}})', 'Find ({{keys}})'],
  find: ['查找', 'Find'],
  placeholder: ['姓名、手机、订单、编号,或页面名', 'A name, phone, order or number, or a page'],
  results: ['查找结果', 'What was found'],
  recent: ['最近打开', 'Opened lately'],
  pages: ['页面', 'Pages'],
  people: ['客户', 'People'],
  plays: ['打法', 'Plays'],
  outlets: ['门店', 'Outlets'],
  staff: ['员工', 'Staff'],
  none: ['没有找到“{{text}}”', 'Nothing is called “{{text}}”'],
  noneMasked: [
    '您看到的客户资料已脱敏,请输入完整的手机号、订单号或编号。',
    'You see people masked: type a whole phone, order or number.',
  ],
  allPeople: ['在客户列表中查找“{{text}}”', 'Look for “{{text}}” in the list of customers'],
  keys: ['↑↓ 选择 · Enter 打开 · Esc 关闭', '↑↓ to choose · Enter to open · Esc to close'],
});

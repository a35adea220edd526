import { defineWords } from '../../words/define-words.ts';

/** Saved views of lists. */
export const viewsWords = defineWords('views', {
  views: ['视图', 'Views'],
  view: ['视图:{{name}}', 'View: {{name}}'],
  changed: ['(已改动)', '(changed)'],
  everything: ['全部', 'Everything'],
  own: ['我的', 'Mine'],
  shared: ['工作区的', 'Of the workspace'],
  opensWith: ['默认', 'default'],
  saveNew: ['保存为新视图…', 'Save as a new view…'],
  update: ['更新“{{name}}”', 'Update “{{name}}”'],
  rename: ['重命名或共享…', 'Rename or share…'],
  remove: ['删除', 'Delete'],
  removeAsk: ['删除视图“{{name}}”?', 'Delete the view “{{name}}”?'],
  removeNote: ['只删除这个视图,不影响任何客户。', 'Only the view goes; nothing happens to anybody in it.'],
  removed: ['已删除视图', 'The view is deleted'],
  makeDefault: ['打开列表时用它', 'Open the list with it'],
  noDefault: ['打开列表时不用视图', 'Open the list without a view'],
  saveTitle: ['保存视图', 'Save the view'],
  saveLead: ['条件、排序和列会一起保存。', 'Filters, order and columns are kept together.'],
  name: ['名称', 'Name'],
  nameNeeded: ['请填写名称', 'Give it a name'],
  forAll: ['工作区里的人都能用', 'For everybody of the workspace'],
  columns: ['列', 'Columns'],
  usual: ['恢复默认', 'The usual ones'],
});

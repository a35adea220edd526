import { defineErrors } from '../entry.ts';

/** What can be wrong with a row of an imported file. Read after the column's name; the row is refused, or the cell left out. */
export const importRowErrors = defineErrors({
  'row.time': {
    status: 422,
    en: 'is not a time: {value}. Write it as 2026-03-08 08:05',
    zh: '不是时间:{value}。请写成 2026-03-08 08:05',
  },
  'row.date-odd': {
    status: 422,
    en: 'is headed as a date and is none: {value}. It is kept as text; correct it and import the file again',
    zh: '列名是日期,内容却不是:{value}。已按文字保留,请更正后再次导入',
  },
  'row.date-order': {
    status: 422,
    en: 'could be two days: {value}. Say whether day or month comes first',
    zh: '可能是两个日期:{value}。请说明先日后月还是先月后日',
  },
  'row.time-missing': { status: 422, en: 'is empty: a time is needed', zh: '为空:需要时间' },
  'row.future': {
    status: 422,
    en: 'lies more than a day in the future: {value}. Correct the date, or its zone',
    zh: '晚于现在一天以上:{value}。请更正日期或时区',
  },
  'row.number': {
    status: 422,
    en: 'is not a number: {value}. Leave only digits, a sign and a decimal point',
    zh: '不是数字:{value}。只保留数字、正负号和小数点',
  },
  'row.boolean': {
    status: 422,
    en: 'is neither yes nor no: {value}. Write yes or no, 是 or 否, 1 or 0',
    zh: '既不是“是”也不是“否”:{value}。请写 是/否、yes/no 或 1/0',
  },
  'row.object': {
    status: 422,
    en: 'is not a JSON object, e.g. {"pets":2}',
    zh: '不是 JSON 对象,例如 {"pets":2}',
  },
  'row.name': {
    status: 422,
    en: 'is no event name: “{value}”. Use 1 to 128 characters without control characters or doubled blanks',
    zh: '不是事件名:“{value}”。请用 1 到 128 个字符,不含控制字符和连续空格',
  },
  'row.order': { status: 422, en: 'is empty: an order number is needed', zh: '为空:需要订单号' },
  'row.order-long': { status: 422, en: 'is longer than 200 characters', zh: '超过 200 个字符' },
  'row.order-rounded': {
    status: 422,
    en: 'was rounded by a spreadsheet: {value}. Format the column as text and export again',
    zh: '已被表格软件四舍五入:{value}。请把该列设为文本后重新导出',
  },
  'row.no-amount': {
    status: 422,
    en: 'The row has no price and no amount. Fill in one of them',
    zh: '该行没有单价也没有金额,请补上其中之一',
  },
  'row.no-identity': {
    status: 422,
    en: 'The row has no usable identity. Fill in a phone, an e-mail or a number',
    zh: '该行没有可用的身份。请补上手机号、邮箱或编号',
  },
  'row.identity-masked': {
    status: 422,
    en: 'is masked ({value}), so it identifies nobody and is left out',
    zh: '已打码({value}),不能识别客户,不作为身份导入',
  },
  'row.identity-rounded': {
    status: 422,
    en: 'was rounded by a spreadsheet: {value}. Format the column as text and export again',
    zh: '已被表格软件四舍五入:{value}。请把该列设为文本后重新导出',
  },
  'row.identity-filler': {
    status: 422,
    en: 'is a filler and nobody’s ({value}), so it is left out',
    zh: '是占位内容,不属于任何人({value}),不作为身份导入',
  },
  'row.identity-phone': {
    status: 422,
    en: 'is no Chinese mobile and no international number with + ({value}), so it is left out',
    zh: '不是中国大陆手机号,也不是带 + 的国际号码({value}),不作为身份导入',
  },
  'row.identity-email': {
    status: 422,
    en: 'is not an e-mail address ({value}), so it is left out',
    zh: '不是邮箱地址({value}),不作为身份导入',
  },
  'row.identity': {
    status: 422,
    en: 'cannot be an identity ({value}), so it is left out',
    zh: '不能作为身份({value}),不导入',
  },
  'row.adjustment': {
    status: 422,
    en: 'is an adjustment of bad debt, not a sale',
    zh: '是坏账调整,不是销售',
  },
  'row.stock-adjustment': {
    status: 422,
    en: 'is negative outside a cancellation: stock written off',
    zh: '不是取消单却为负数:库存报损',
  },
  'row.no-sale': {
    status: 422,
    en: 'is 0 and nobody bought it: stock corrected',
    zh: '价格为 0 且没有买家:库存更正',
  },
  'row.quote': {
    status: 422,
    en: 'The row has a quote that is never closed. Close it, or double it within the cell',
    zh: '该行的引号没有结束。请补上引号,单元格内的引号写两个',
  },
  'row.json': { status: 422, en: 'The row is not a JSON object', zh: '该行不是 JSON 对象' },
  'row.encoding': {
    status: 422,
    en: 'The row is not {encoding}. Choose the encoding the file is saved in',
    zh: '该行不是 {encoding} 编码。请选择文件实际的编码',
  },
  'row.columns': {
    status: 422,
    en: 'The row has {cells} cells, the header {columns}. A cell that contains the delimiter needs quotes',
    zh: '该行有 {cells} 个单元格,表头有 {columns} 个。含分隔符的单元格需加引号',
  },
  'row.dictionary-missing': {
    status: 422,
    en: 'The dictionary requires property {field}',
    zh: '字典要求填写属性 {field}',
  },
  'row.dictionary-type': {
    status: 422,
    en: 'Property {field} is of another type than the dictionary says: {reason}',
    zh: '属性 {field} 的类型与字典不符({reason})',
  },
  'row.dictionary-enum': {
    status: 422,
    en: 'Property {field} is none of the values in the dictionary: {reason}',
    zh: '属性 {field} 不在字典允许的值中({reason})',
  },
});

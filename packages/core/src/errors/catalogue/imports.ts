import { defineErrors } from '../entry.ts';

/** Faults of imports: of files, of their mapping, of what is asked at the wrong moment. */
export const importErrors = defineErrors({
  'imports.empty': {
    status: 400,
    en: 'The file {name} has no rows. It needs a header line and at least one row.',
    zh: '文件 {name} 没有数据行。需要一行表头和至少一行数据。',
  },
  'imports.encoding': {
    status: 415,
    en: 'The file is neither UTF-8, UTF-16 nor GB18030 (GBK) text. Save it as “CSV UTF-8” or .xlsx and upload it again.',
    zh: '文件不是 UTF-8、UTF-16 或 GB18030(GBK)文本。请另存为“CSV UTF-8”或 .xlsx 后重新上传。',
  },
  'imports.gzip': {
    status: 415,
    en: 'The gzip file is damaged or was cut off. Upload it again.',
    zh: 'gzip 文件已损坏或不完整,请重新上传。',
  },
  'imports.zip': {
    status: 415,
    en: 'The file is a ZIP archive without an Excel workbook. Unpack it and upload the CSV or .xlsx within.',
    zh: '文件是 ZIP 压缩包,里面没有 Excel 工作簿。请解压后上传其中的 CSV 或 .xlsx。',
  },
  'imports.xls': {
    status: 415,
    en: 'The file is an old (.xls) or an encrypted workbook. Save it as .xlsx without a password and upload it again.',
    zh: '文件是旧版(.xls)或加密的工作簿。请另存为不带密码的 .xlsx 后重新上传。',
  },
  'imports.workbook': {
    status: 415,
    en: 'The workbook is damaged or takes too much to read. Open it in a spreadsheet, save it as .xlsx or CSV UTF-8 and upload it again.',
    zh: '工作簿已损坏,或读取代价过大。请用表格软件打开,另存为 .xlsx 或 CSV UTF-8 后重新上传。',
  },
  'imports.workbook-large': {
    status: 413,
    en: 'The workbook has {megabytes} MB; {most} MB can be read. Save the sheet as CSV UTF-8, of any size.',
    zh: '工作簿有 {megabytes} MB,最多可读 {most} MB。请把工作表另存为 CSV UTF-8,大小不限。',
  },
  'imports.workbook-unpacked': {
    status: 413,
    en: 'The workbook has at least {megabytes} MB unpacked; {most} MB can be read. Save the sheet as CSV UTF-8, of any size.',
    zh: '工作簿解压后至少 {megabytes} MB,最多可读 {most} MB。请把工作表另存为 CSV UTF-8,大小不限。',
  },
  'imports.sheet': {
    status: 400,
    en: 'The workbook has no sheet {name} with rows. Choose one of: {sheets}.',
    zh: '工作簿中没有带数据的工作表 {name}。请选择:{sheets}。',
  },
  'imports.json-array': {
    status: 415,
    en: 'The file is one JSON array. Write one object a line (JSON lines) and upload it again.',
    zh: '文件是一个 JSON 数组。请每行写一个对象(JSON Lines)后重新上传。',
  },
  'imports.json': {
    status: 415,
    en: 'The file is JSON, but not one object a line. Write it as JSON lines or CSV and upload it again.',
    zh: '文件是 JSON,但不是每行一个对象。请写成 JSON Lines 或 CSV 后重新上传。',
  },
  'imports.header-empty': {
    status: 400,
    en: 'Line {line} is empty, so it is no header. Choose the line with the names of the columns.',
    zh: '第 {line} 行为空,不能作表头。请选择列名所在的行。',
  },
  'imports.header-wide': {
    status: 400,
    en: 'The header has {columns} columns; {most} can be read. Leave out columns, or check the delimiter.',
    zh: '表头有 {columns} 列,最多可读 {most} 列。请删去一些列,或检查分隔符。',
  },
  'imports.header-long': {
    status: 400,
    en: 'A name in the header is longer than 256 characters: “{name}…”. Shorten it, or choose another line as the header.',
    zh: '表头中的列名超过 256 个字符:“{name}…”。请缩短,或选择另一行作表头。',
  },
  'imports.mapping-no-column': {
    status: 400,
    en: 'The file has no column “{column}”. Choose one of its columns for {field}.',
    zh: '文件里没有“{column}”这一列。请为 {field} 选择文件中的列。',
  },
  'imports.mapping-no-field': {
    status: 400,
    en: '“{field}” is no field of {kind}. GET /api/imports/fields lists them.',
    zh: '“{field}”不是 {kind} 的字段。可用 GET /api/imports/fields 查看。',
  },
  'imports.mapping-twice': {
    status: 400,
    en: 'Two columns go to “{field}”. Leave one of them out.',
    zh: '有两列对应到“{field}”。请去掉一列。',
  },
  'imports.mapping-missing': {
    status: 400,
    en: 'No column is {en} ({zh}). Choose the one that is.',
    zh: '还没有对应“{zh}”({en})的列。请选择。',
  },
  'imports.mapping-no-identity': {
    status: 400,
    en: 'No column says who the customer is. Choose a phone, an e-mail, a member number or another identity.',
    zh: '没有一列说明客户是谁。请选择手机号、邮箱、会员号或其他身份。',
  },
  'imports.mapping-no-namespace': {
    status: 400,
    en: '“{field}” is no identity we know. Use phone, email, member, user, or a shop’s as shop:taobao.',
    zh: '“{field}”不是已知的身份。可用 phone、email、member、user,店铺昵称用 shop:taobao 这样的写法。',
  },
  'imports.mapping-no-amount': {
    status: 400,
    en: 'No column says what an order is worth. Choose a unit price, a line amount or an order amount.',
    zh: '没有一列说明订单金额。请选择单价、行金额或订单金额。',
  },
  'imports.mapping-no-status': {
    status: 400,
    en: 'The rule for what was cancelled looks at a status, and no column is one. Choose it, or another rule.',
    zh: '取消规则要看状态,但没有状态列。请选择状态列,或换一种规则。',
  },
  'imports.mapping-no-zone': {
    status: 400,
    en: '“{zone}” is not an IANA time zone. Use one such as Asia/Shanghai.',
    zh: '“{zone}”不是 IANA 时区。请用 Asia/Shanghai 这样的写法。',
  },
  'imports.authorisation': {
    status: 400,
    en: 'An address book is taken in only with the people’s authorisation: confirm it, and say where it is recorded (at least 10 characters).',
    zh: '导入通讯录必须先取得本人授权:请确认授权,并写明授权记录在哪里(至少 10 个字)。',
  },
  'imports.preset': {
    status: 400,
    en: 'There is no preset {name}. GET /api/imports/presets lists them.',
    zh: '没有名为 {name} 的预设,可用 GET /api/imports/presets 查看。',
  },
  'imports.file-gone': {
    status: 410,
    en: 'The uploaded file {name} is no longer on this server. Upload it again.',
    zh: '上传的文件 {name} 已不在服务器上,请重新上传。',
  },
  'imports.file-in-use': {
    status: 409,
    en: 'The file is being imported. Let the import end, or pause it first.',
    zh: '文件正在导入,请等待导入结束,或先暂停。',
  },
  'imports.file-read': {
    status: 409,
    en: 'An import of this file is not finished and goes on as the file is read now. Let it end, undo it, or upload the file again.',
    zh: '这个文件的导入尚未结束,会按现在的读法继续。请等待结束、撤销,或重新上传文件。',
  },
  'imports.not-running': {
    status: 409,
    en: 'Import {id} is not running, so it cannot be paused.',
    zh: '导入 {id} 没有在进行,不能暂停。',
  },
  'imports.not-stopped': {
    status: 409,
    en: 'Import {id} is neither paused nor stopped, so it cannot go on.',
    zh: '导入 {id} 既未暂停也未中断,不能继续。',
  },
  'imports.not-undoable': {
    status: 409,
    en: 'Import {id} is being undone or was undone already.',
    zh: '导入 {id} 正在撤销或已经撤销。',
  },
  'imports.not-taken-back': {
    status: 500,
    en: 'The engine could not take the import back: {reason}. Try again.',
    zh: '引擎未能撤销这次导入:{reason}。请重试。',
  },
  'imports.broken-off': {
    status: 500,
    en: 'The import broke off: {reason}. Go on, or undo it.',
    zh: '导入中断:{reason}。可以继续,或撤销。',
  },
});

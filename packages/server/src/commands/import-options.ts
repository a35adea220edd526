import { parseArgs } from 'node:util';
import type { FileReading, ImportFile, ImportPreset, ImportSpec } from '@yutang/contracts/imports';
import { findPreset, guessColumns, type ImportKind } from '@yutang/core/imports';

/** What was asked for on the command line. */
export interface ImportOptions {
  file: string | null;
  undo: number | null;
  previewOnly: boolean;
  url: string | null;
  key: string | null;
  keyFile: string | null;
  rejects: string | null;
  help: boolean;
  spec: SpecOptions;
}

export interface SpecOptions {
  preset?: string;
  kind?: string;
  source?: string;
  map: string[];
  set: string[];
  zone?: string;
  dateOrder?: string;
  delimiter?: string;
  encoding?: string;
  sheet?: string;
  headerLine?: string;
  cancelPrefix?: string;
  cancelStatus: string[];
  cancelNegative: boolean;
  authorised?: string;
  consent: string[];
}

export const importUsage = {
  en: `yutang import <file.csv|.jsonl[.gz]|.xlsx> [options]     take a file in, as history: it fires nothing
yutang import --undo <number>                      take an import back
yutang import <folder>                             take a whole workspace in that yutang export wrote, into an empty one

  --preset <name>            a file we know, e.g. online-retail
  --kind customers|events|orders
  --source <name>            where the data comes from; a row of a source is taken in once, for ever
  --map "<column>=<field>"   repeatable; e.g. --map "Mobile=identity:phone" --map "City=attribute:city"; "=-" leaves out
  --set "<field>=<value>"    repeatable; a value every row has, e.g. --set channel=crm
  --zone <IANA zone>         of times that name none (default: the workspace's)
  --date-order ymd|dmy|mdy   of dates such as 03/04/2024
  --delimiter , | ; | tab | "|"      --encoding utf-8|gb18030|utf-16le|utf-16be
  --sheet <name> (of a workbook)     --header-line <n> (line with the column names)
  --cancel-prefix <text> | --cancel-status <value> (repeatable) | --cancel-negative
                             how an order file marks what was cancelled or given back
  --authorised <where>       of an address book: its people agreed, and where that is recorded;
                             --consent email|sms|phone (repeatable): what they may be sent
  --preview                  only show what would happen
  --rejects <file.csv>       write the refused rows with their reasons
  --url <address>            of the running server (default: HOST and PORT of this machine's settings)
  --key <API key>            with the scopes imports.read and imports.write; or --key-file <file>,
                             or the file api.key in the data folder`,
  zh: `yutang import <文件.csv|.jsonl[.gz]|.xlsx> [选项]     以历史数据导入,不触发任何动作
yutang import --undo <编号>                        撤销一次导入
yutang import <文件夹>                             把 yutang export 写出的整个工作区迁入一个空工作区

  --preset <名称>            已知文件,例如 online-retail
  --kind customers|events|orders
  --source <名称>            数据来源;同一来源的同一行只会导入一次
  --map "<列名>=<字段>"      可重复;例如 --map "手机=identity:phone" --map "城市=attribute:city";"=-" 表示忽略
  --set "<字段>=<值>"        可重复;每行都有的值,例如 --set channel=crm
  --zone <IANA 时区>         未注明时区的时间所用(默认:工作区时区)
  --date-order ymd|dmy|mdy   03/04/2024 这类日期的顺序
  --delimiter , | ; | tab | "|"      --encoding utf-8|gb18030|utf-16le|utf-16be
  --sheet <名称>(工作簿)            --header-line <n>(列名所在行)
  --cancel-prefix <文本> | --cancel-status <值>(可重复)| --cancel-negative
                             订单文件如何标记取消或退款
  --authorised <出处>        通讯录:本人已授权,以及授权记录在哪里;
                             --consent email|sms|phone(可重复):同意的触达方式
  --preview                  只预览,不导入
  --rejects <文件.csv>       将被拒绝的行及原因写入文件
  --url <地址>               运行中的服务器(默认:本机设置的 HOST 与 PORT)
  --key <API 密钥>           需有 imports.read 与 imports.write 权限;或 --key-file <文件>,
                             或数据目录中的 api.key 文件`,
};

/** Reads the arguments after `import`. Throws a TypeError of `node:util` with a readable message for wrong ones. */
export function readImportOptions(args: string[]): ImportOptions {
  const text = { type: 'string' } as const;
  const many = { type: 'string', multiple: true, default: [] as string[] } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      preset: text,
      kind: text,
      source: text,
      map: many,
      set: many,
      zone: text,
      'date-order': text,
      delimiter: text,
      encoding: text,
      sheet: text,
      'header-line': text,
      'cancel-prefix': text,
      'cancel-status': many,
      'cancel-negative': flag,
      authorised: text,
      consent: many,
      preview: flag,
      rejects: text,
      url: text,
      key: text,
      'key-file': text,
      undo: text,
      help: { ...flag, short: 'h' },
    },
  });
  const [file = null, ...more] = positionals;
  if (more.length > 0) throw new TypeError(`One file at a time; ${more.join(', ')} is too much.`);
  const undo = values.undo === undefined ? null : Number(values.undo);
  if (undo !== null && !Number.isInteger(undo)) throw new TypeError('--undo needs the number of an import.');
  const spec: SpecOptions = {
    map: values.map,
    set: values.set,
    cancelStatus: values['cancel-status'],
    cancelNegative: values['cancel-negative'],
    consent: values.consent,
  };
  const given = {
    preset: values.preset,
    kind: values.kind,
    source: values.source,
    zone: values.zone,
    dateOrder: values['date-order'],
    delimiter: values.delimiter === 'tab' ? '\t' : values.delimiter,
    encoding: values.encoding,
    sheet: values.sheet,
    headerLine: values['header-line'],
    authorised: values.authorised,
    cancelPrefix: values['cancel-prefix'],
  };
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) Object.assign(spec, { [name]: value });
  return {
    file,
    undo,
    previewOnly: values.preview,
    url: values.url ?? null,
    key: values.key ?? null,
    keyFile: values['key-file'] ?? null,
    rejects: values.rejects ?? null,
    help: values.help,
    spec,
  };
}

/** How the file is to be read; what was not said the server finds out. */
export function readingOf({ delimiter, encoding, sheet, headerLine }: SpecOptions): FileReading {
  const reading: FileReading = {};
  if (delimiter !== undefined)
    reading.delimiter = oneOf('--delimiter', delimiter, [',', ';', '\t', '|']) as ',';
  if (encoding !== undefined)
    reading.encoding = oneOf('--encoding', encoding, ['utf-8', 'gb18030', 'utf-16le', 'utf-16be']) as 'utf-8';
  if (sheet !== undefined) reading.sheet = sheet;
  if (headerLine !== undefined) {
    reading.headerLine = Number(headerLine);
    if (!(reading.headerLine >= 1)) throw new TypeError('--header-line needs the number of a line, from 1.');
  }
  return reading;
}

/** The spec an import is started with: the preset's or the server's guess, changed by what was said. */
export function specOf(options: SpecOptions, file: ImportFile, presets: readonly ImportPreset[]): ImportSpec {
  const preset =
    options.preset === undefined ? undefined : presets.find(({ name }) => name === options.preset);
  if (options.preset !== undefined && !preset) {
    throw new TypeError(
      `There is no preset ${options.preset}; there are ${presets.map(({ name }) => name).join(', ')}.`,
    );
  }
  const spec: ImportSpec = structuredClone(preset?.spec ?? file.guess);
  if (options.kind !== undefined && options.kind !== spec.kind) {
    spec.kind = oneOf('--kind', options.kind, ['customers', 'events', 'orders']) as ImportKind;
    spec.columns = guessColumns(spec.kind, file.header);
    delete spec.cancellation;
    if (spec.preset !== undefined && findPreset(spec.preset)?.spec.kind !== spec.kind) delete spec.preset;
  }
  if (options.source !== undefined) spec.source = options.source;
  for (const pair of options.map) {
    const [column, field] = split('--map', pair);
    spec.columns = spec.columns.filter((each) => each.column !== column && each.field !== field);
    if (field !== '-') spec.columns.push({ column, field });
  }
  for (const pair of options.set) {
    const [field, value] = split('--set', pair);
    spec.constants = [...(spec.constants ?? []).filter((each) => each.field !== field), { field, value }];
  }
  if (options.zone !== undefined) spec.zone = options.zone;
  if (options.dateOrder !== undefined) {
    spec.dateOrder = oneOf('--date-order', options.dateOrder, ['ymd', 'dmy', 'mdy']) as 'ymd';
  }
  if (options.cancelPrefix !== undefined) spec.cancellation = { by: 'prefix', prefix: options.cancelPrefix };
  if (options.cancelStatus.length > 0) spec.cancellation = { by: 'status', values: options.cancelStatus };
  if (options.cancelNegative) spec.cancellation = { by: 'negative' };
  if (options.authorised !== undefined) {
    const consents = options.consent.map(
      (medium) => oneOf('--consent', medium, ['email', 'sms', 'phone']) as 'email',
    );
    spec.addressBook = { authorised: true, evidence: options.authorised, consents };
  }
  return spec;
}

/** At the last `=`: column names may contain one, fields do not. Of `--set` at the first. */
function split(option: string, pair: string): [string, string] {
  const at = option === '--map' ? pair.lastIndexOf('=') : pair.indexOf('=');
  if (at <= 0 || at === pair.length - 1)
    throw new TypeError(`${option} needs two names with = between: ${pair}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function oneOf(option: string, value: string, allowed: readonly string[]): string {
  if (!allowed.includes(value)) throw new TypeError(`${option} is one of ${allowed.join(' ')}, not ${value}`);
  return value;
}

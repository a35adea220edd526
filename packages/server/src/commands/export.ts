import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ExportFormat } from '@yutang/contracts/exports';
import { AppError, formatError } from '@yutang/core/errors';
import { readConfig, terminalLanguage } from '../config.ts';
import { fileName, readManifest } from '../features/exports/index.ts';
import { ServerAnswer } from './ask-server.ts';
import { clientKey } from './client-key.ts';
import { createExportClient, follow } from './export-client.ts';
import { showProgress } from './show-progress.ts';

const usage = {
  en: `yutang export [options]     write the whole workspace of the key into a folder, as files anybody can read

  --out <folder>             default: ./yutang-<time>; must not exist or be empty
  --format parquet|jsonl     default: parquet
  --url <address>            of the running server (default: HOST and PORT of this machine's settings)
  --key <API key>            with the scope exports.run; or --key-file <file>, or the file api.key in the data folder`,
  zh: `yutang export [选项]         把密钥所属的整个工作区写入一个文件夹,任何工具都能读取

  --out <文件夹>             默认:./yutang-<时间>;须不存在或为空
  --format parquet|jsonl     默认:parquet
  --url <地址>               运行中的服务器(默认:本机设置的 HOST 与 PORT)
  --key <API 密钥>           需有 exports.run 权限;或 --key-file <文件>,或数据目录中的 api.key 文件`,
};

/**
 * `yutang export`: the running server writes the export, this command fetches it. The folder appears whole, checked
 * against its sums, or not at all. Exit code 0: done; 1: it failed; 2: the command was not understood.
 */
export async function exportCommand(args: string[]): Promise<number> {
  const language = terminalLanguage();
  const say = (en: string, zh: string) => console.log(language === 'zh' ? zh : en);
  const text = { type: 'string' } as const;
  const options = { out: text, format: text, url: text, key: text, 'key-file': text };
  try {
    const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      console.log(usage[language]);
      return 0;
    }
    const format = values.format ?? 'parquet';
    if (format !== 'parquet' && format !== 'jsonl') throw new RangeError('--format is parquet or jsonl');
    const config = readConfig();
    const given = { key: values.key ?? null, keyFile: values['key-file'] ?? null };
    const key = await clientKey(given, config.dataFolder);
    if (!key) {
      say(
        'An API key is needed. Make one in the console (Settings → API keys) with exports.run, and give it as --key.',
        '需要 API 密钥。请在控制台(设置 → API 密钥)创建一个带 exports.run 权限的密钥,用 --key 传入。',
      );
      return 2;
    }
    const url = values.url?.replace(/\/+$/, '') ?? `http://${config.host}:${config.port}`;
    return await fetchExport(createExportClient(url, key, language), format, values.out, say);
  } catch (error) {
    return failed(error, language);
  }
}

/** Prints what the person can do about it; a fault of ours is thrown on. */
export function failed(error: unknown, language: 'zh' | 'en'): number {
  if (error instanceof AppError) console.error(formatError(error.code, error.params, language));
  else if ((error as { code?: string }).code === 'ENOSPC')
    console.error(formatError('server.disk-full', {}, language));
  else if (error instanceof ServerAnswer || error instanceof RangeError) console.error(error.message);
  else if (/^(ERR_PARSE_ARGS|ENOENT)/.test((error as { code?: string }).code ?? '')) {
    console.error((error as Error).message);
    return 2;
  } else throw error;
  return 1;
}

async function fetchExport(
  client: ReturnType<typeof createExportClient>,
  format: ExportFormat,
  out: string | undefined,
  say: (en: string, zh: string) => void,
): Promise<number> {
  if (out !== undefined) assertFree(resolve(out));
  const begun = await client.start(format);
  const folder = resolve(out ?? `yutang-${begun.name}`);
  assertFree(folder);
  const progress = showProgress();
  const done = await follow(
    () => client.find(begun.name),
    ({ state }) => state !== 'running',
    progress.show,
  );
  progress.end();
  if (done.state === 'failed') throw new ServerAnswer(done.fault?.title ?? 'the export failed');
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  try {
    await client.download(
      begun.name,
      (name) => fileIn(partial, name),
      () => undefined,
    );
    const manifest = await readManifest(partial, Number.MAX_SAFE_INTEGER);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(partial, folder);
    await client.remove(begun.name);
    const { events, customers } = manifest.counts;
    say(
      `Exported to ${folder}: ${events} events, ${customers} customers, ${manifest.files.length} files, ${done.bytes} bytes`,
      `已导出到 ${folder}:事件 ${events},客户 ${customers},文件 ${manifest.files.length},共 ${done.bytes} 字节`,
    );
    if (manifest.waiting > 0)
      say(
        `${manifest.waiting} events were accepted but not yet known when it was written; they are not in it.`,
        `写出时有 ${manifest.waiting} 条事件已接收但尚未入库,不在导出中。`,
      );
    say(
      'It holds personal data of every customer: guard it as you guard the server.',
      '其中有全部客户的个人信息:请像保护服务器一样保护它。',
    );
    return 0;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

function fileIn(folder: string, name: string): string {
  if (name !== 'manifest.json' && !fileName.test(name))
    throw new RangeError(`the server sent a file ${name}`);
  return join(folder, name);
}

function assertFree(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new AppError('exports.folder-not-empty', { folder });
  }
}

import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import, Preview } from '@yutang/contracts/imports';
import { readConfig, terminalLanguage } from '../config.ts';
import { ServerAnswer } from './ask-server.ts';
import { clientKey } from './client-key.ts';
import { failed } from './export.ts';
import { createImportClient, type ImportClient } from './import-client.ts';
import { type ImportOptions, importUsage, readImportOptions, readingOf, specOf } from './import-options.ts';
import { takeInFolder } from './take-in.ts';

const lookEveryMs = 200;

/**
 * `yutang import <file or folder>`: gives a file to the running server, shows progress, prints the summary. Exit code 0: done,
 * even with refused rows; 1: the import failed or the server refused; 2: the command was not understood.
 */
export async function importCommand(args: string[]): Promise<number> {
  const language = terminalLanguage();
  const say = (en: string, zh: string) => console.log(language === 'zh' ? zh : en);
  try {
    const options = readImportOptions(args);
    if (options.help || (options.file === null && options.undo === null)) {
      console.log(importUsage[language]);
      return options.help ? 0 : 2;
    }
    const config = readConfig();
    const key = await clientKey(options, config.dataFolder);
    if (key === undefined) {
      say(
        `An API key is needed. Make one in the console (Settings → API keys) with imports.read and imports.write (for a folder: exports.run), and give it as --key, or keep it in ${join(config.dataFolder, 'api.key')}`,
        `需要 API 密钥。请在控制台(设置 → API 密钥)创建一个带 imports.read 与 imports.write 权限(文件夹:exports.run)的密钥,用 --key 传入,或保存到 ${join(config.dataFolder, 'api.key')}`,
      );
      return 2;
    }
    const url = options.url?.replace(/\/+$/, '') ?? `http://${config.host}:${config.port}`;
    if (options.file !== null && (await stat(options.file)).isDirectory()) {
      return await takeInFolder(options.file, { url, key, language }).catch((error) =>
        failed(error, language),
      );
    }
    const client = createImportClient(url, key, language);
    if (options.undo !== null) return await undo(client, options.undo, say);
    return await bring(client, options, say);
  } catch (error) {
    if (error instanceof ServerAnswer) {
      console.error(error.message);
      return 1;
    }
    if (error instanceof TypeError || (error as { code?: string }).code === 'ENOENT') {
      console.error((error as Error).message);
      return 2;
    }
    throw error;
  }
}

type Say = (en: string, zh: string) => void;

async function bring(client: ImportClient, options: ImportOptions, say: Say): Promise<number> {
  const path = options.file as string;
  const { size } = await stat(path);
  const line = progressLine();
  const file = await client.upload(path, { name: basename(path), ...readingOf(options.spec) }, (bytes) =>
    line.show(`${basename(path)}  ${Math.floor((100 * bytes) / Math.max(size, 1))} %`),
  );
  line.end();
  const spec = specOf(options.spec, file, await client.presets());
  const preview = await client.preview(file.id, spec);
  if (preview.faults.length > 0) {
    for (const { field, reason } of preview.faults) console.error(`${field}: ${reason}`);
    say('The mapping needs a change; see --map.', '列映射需要调整,参见 --map。');
    return 1;
  }
  if (options.previewOnly) {
    showPreview(preview, spec.columns, say);
    return 0;
  }
  const started = await client.start(file.id, spec);
  const ended = await watch(client, started.id);
  if (options.rejects !== null) await client.saveRejects(ended.id, options.rejects);
  summarise(ended, say);
  return ended.state === 'done' ? 0 : 1;
}

async function undo(client: ImportClient, id: number, say: Say): Promise<number> {
  await client.undo(id);
  const ended = await watch(client, id);
  if (ended.state !== 'undone') {
    console.error(ended.fault ?? ended.state);
    return 1;
  }
  say(`Import ${id} is undone; its rows may be imported again.`, `导入 ${id} 已撤销,其数据可以重新导入。`);
  return 0;
}

/** Shows progress until the import has come to an end or a pause. */
async function watch(client: ImportClient, id: number): Promise<Import> {
  const line = progressLine();
  for (;;) {
    const state = await client.find(id);
    if (!['queued', 'running', 'undoing'].includes(state.state)) {
      line.end();
      return state;
    }
    const parts = [
      `${(100 * state.progress).toFixed(0)} %`,
      `${state.read} / ${state.accepted} + ${state.repeated} = + ${state.rejected} ✗`,
      state.rate === null ? '' : `${state.rate}/s`,
      state.etaMs === null ? '' : `${Math.ceil(state.etaMs / 1000)} s`,
      state.waiting ? '…' : '',
    ];
    line.show(`${state.state}  ${parts.filter(Boolean).join('  ')}`);
    await sleep(lookEveryMs);
  }
}

function summarise(ended: Import, say: Say): void {
  const { id, read, accepted, repeated, rejected, events, source } = ended;
  const seconds =
    ended.startedAt !== null && ended.finishedAt !== null ? (ended.finishedAt - ended.startedAt) / 1000 : 0;
  say(
    `Import ${id} (${source}): ${read} rows read, ${accepted} accepted, ${repeated} known already, ${rejected} rejected; ${events} events; ${seconds.toFixed(1)} s`,
    `导入 ${id}(${source}):读取 ${read} 行,接受 ${accepted},已存在 ${repeated},拒绝 ${rejected};事件 ${events};用时 ${seconds.toFixed(1)} 秒`,
  );
  for (const { column, code, reason, note, count } of ended.reasons) {
    console.log(
      `  ${String(count).padStart(8)}  ${note ? 'note' : 'reject'}  ${code}  ${column ?? ''} ${reason}`,
    );
  }
  if (ended.state !== 'done') console.error(`${ended.state}: ${ended.fault ?? ''}`);
}

function showPreview(preview: Preview, columns: { column: string; field: string }[], say: Say): void {
  for (const { column, field } of columns) console.log(`  ${column} → ${field}`);
  const { read, accepted, repeated, rejected, customers, anonymous, events } = preview.totals;
  const part = preview.complete ? '' : '≥ ';
  say(
    `${part}${read} rows: ${accepted} would be accepted, ${repeated} are known already, ${rejected} rejected; ${customers} customers, ${anonymous} rows of nobody`,
    `${part}${read} 行:将接受 ${accepted},已存在 ${repeated},拒绝 ${rejected};客户 ${customers},匿名行 ${anonymous}`,
  );
  for (const [name, count] of Object.entries(events)) console.log(`  ${String(count).padStart(8)}  ${name}`);
  for (const { column, code, reason, count } of preview.reasons) {
    console.log(`  ${String(count).padStart(8)}  ✗ ${code}  ${column ?? ''} ${reason}`);
  }
}

/** One line that is written over, on a terminal; nothing elsewhere. */
function progressLine(): { show(text: string): void; end(): void } {
  const { stderr } = process;
  let shown = false;
  return {
    show(text) {
      if (!stderr.isTTY) return;
      stderr.write(`\r\u001b[2K${text}`);
      shown = true;
    },
    end() {
      if (shown) stderr.write('\r\u001b[2K');
    },
  };
}

import { join } from 'node:path';
import { AppError } from '@yutang/core/errors';
import { readManifest } from '../features/exports/index.ts';
import { ServerAnswer } from './ask-server.ts';
import { createExportClient, follow } from './export-client.ts';
import { showProgress } from './show-progress.ts';

/** `yutang import <folder>`: gives an export to the running server, into the empty workspace of the key. */
export async function takeInFolder(
  folder: string,
  { url, key, language }: { url: string; key: string; language: 'zh' | 'en' },
): Promise<number> {
  const manifest = await readManifest(folder, Number.MAX_SAFE_INTEGER);
  const client = createExportClient(url, key, language);
  const { obstacle } = await client.intake();
  if (obstacle !== null) throw new AppError('exports.not-empty', { what: obstacle });
  const names = ['manifest.json', ...manifest.files.map(({ name }) => name)];
  const progress = showProgress();
  await client.send(
    names.map((name) => ({ name, path: join(folder, name) })),
    (share) => progress.show({ step: folder, rows: Math.round(100 * share), expectedRows: 100 }),
  );
  const intake = await follow(
    client.intake,
    ({ state }) => state === 'done' || state === 'failed' || state === 'none',
    progress.show,
  );
  progress.end();
  if (intake.state !== 'done') throw new ServerAnswer(intake.fault?.title ?? 'the server was started again');
  const { events, customers } = manifest.counts;
  console.log(
    language === 'zh'
      ? `已迁入“${intake.workspace}”:事件 ${events},客户 ${customers}。全部作为历史数据,未触发任何动作。`
      : `Took in “${intake.workspace}”: ${events} events, ${customers} customers. All of it is history: nothing was fired.`,
  );
  for (const [what, { exported, here }] of Object.entries(intake.counts)) {
    if (exported !== here) console.log(`  ${what}: ${exported} → ${here}`);
  }
  return 0;
}

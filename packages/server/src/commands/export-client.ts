import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Export, ExportFormat, ExportList, Intake } from '@yutang/contracts/exports';
import { packTar, type TarEntry, tarSize, unpackTar } from '../platform/files/tar.ts';
import { askServer, ServerAnswer } from './ask-server.ts';

/** The export API of a running server, as the commands use it. */
export interface ExportClient {
  start(format: ExportFormat): Promise<Export>;
  find(name: string): Promise<Export>;
  /** Writes the files of an export, by their names, into a folder that is there. */
  download(name: string, fileOf: (name: string) => string, progress: (bytes: number) => void): Promise<void>;
  remove(name: string): Promise<void>;
  intake(): Promise<Intake>;
  send(entries: readonly TarEntry[], progress: (share: number) => void): Promise<Intake>;
}

export function createExportClient(url: string, key: string, language: 'zh' | 'en'): ExportClient {
  const ask = askServer(url, key, language);
  const json = async <T>(path: string, init?: RequestInit) => (await (await ask(path, init)).json()) as T;

  return {
    start: (format) =>
      json('/api/exports', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ format }),
      }),
    async find(name) {
      const { items } = await json<ExportList>('/api/exports');
      const found = items.find((item) => item.name === name);
      if (!found) throw new ServerAnswer(`the export ${name} is gone`);
      return found;
    },
    async download(name, fileOf, progress) {
      const { body } = await ask(`/api/exports/${name}/archive`);
      let bytes = 0;
      await unpackTar(Readable.fromWeb(body as never), async (file, size, content) => {
        await pipeline(content, createWriteStream(fileOf(file), { mode: 0o600, flags: 'wx' }));
        bytes += size;
        progress(bytes);
      });
    },
    async remove(name) {
      await ask(`/api/exports/${name}`, { method: 'DELETE' });
    },
    intake: () => json('/api/intake'),
    async send(entries, progress) {
      const size = await tarSize(entries);
      async function* counted() {
        let bytes = 0;
        for await (const chunk of packTar(entries, Date.now())) {
          bytes += chunk.length;
          progress(bytes / size);
          yield chunk;
        }
      }
      return json<Intake>('/api/intake', {
        method: 'POST',
        headers: { 'content-type': 'application/x-tar' },
        body: Readable.toWeb(Readable.from(counted())) as never,
        duplex: 'half',
      } as RequestInit);
    },
  };
}

/** Asks again and again until `over`; shows each answer. */
export async function follow<T>(
  look: () => Promise<T>,
  over: (state: T) => boolean,
  show: (state: T) => void,
): Promise<T> {
  for (;;) {
    const state = await look();
    show(state);
    if (over(state)) return state;
    await sleep(300);
  }
}

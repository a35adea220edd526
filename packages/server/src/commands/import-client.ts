import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type {
  Import,
  ImportFile,
  ImportPreset,
  ImportSpec,
  Preview,
  UploadQuery,
} from '@yutang/contracts/imports';
import { askServer } from './ask-server.ts';

/** The import API of a running server, as the command uses it. */
export interface ImportClient {
  upload(path: string, query: UploadQuery, progress: (bytes: number) => void): Promise<ImportFile>;
  presets(): Promise<ImportPreset[]>;
  preview(fileId: number, spec: ImportSpec): Promise<Preview>;
  start(fileId: number, spec: ImportSpec): Promise<Import>;
  find(id: number): Promise<Import>;
  undo(id: number): Promise<Import>;
  /** Writes the report of rejects into a file. */
  saveRejects(id: number, path: string): Promise<void>;
}

export function createImportClient(url: string, key: string, language: 'zh' | 'en'): ImportClient {
  const ask = askServer(url, key, language);
  const read = async <T>(path: string) => (await (await ask(path)).json()) as T;
  const post = async <T>(path: string, body?: object) => {
    const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await (await ask(path, { method: 'POST', ...init })).json()) as T;
  };

  return {
    async upload(path, query, progress) {
      const stated = Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]);
      async function* counted() {
        let bytes = 0;
        for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
          bytes += (chunk as Buffer).length;
          progress(bytes);
          yield chunk as Buffer;
        }
      }
      const answer = await ask(`/api/imports/files?${new URLSearchParams(stated)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: Readable.toWeb(Readable.from(counted())) as never,
        duplex: 'half',
      });
      return (await answer.json()) as ImportFile;
    },
    presets: async () => (await read<{ items: ImportPreset[] }>('/api/imports/presets')).items,
    preview: (fileId, spec) => post('/api/imports/preview', { fileId, spec }),
    start: (fileId, spec) => post('/api/imports', { fileId, spec }),
    find: (id) => read(`/api/imports/${id}`),
    undo: (id) => post(`/api/imports/${id}/undo`),
    async saveRejects(id, path) {
      const { body } = await ask(`/api/imports/${id}/rejects.csv`);
      const file = await open(path, 'w', 0o600);
      try {
        for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) await file.write(chunk);
      } finally {
        await file.close();
      }
    },
  };
}

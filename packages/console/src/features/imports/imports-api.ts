import type {
  FileReading,
  Import,
  ImportField,
  ImportFile,
  ImportKind,
  ImportPreset,
  ImportSpec,
  Preview,
} from '@yutang/contracts/imports';
import { address, call, download, Problem } from '../../api/client.ts';
import { currentLanguage } from '../../words/language.ts';

export const importList = (cursor?: string) =>
  call<{ items: Import[]; nextCursor: string | null }>('GET', '/imports', { query: { limit: 30, cursor } });
export const importFiles = () => call<{ items: ImportFile[] }>('GET', '/imports/files');
export const readFileAgain = (id: number, reading: FileReading) =>
  call<ImportFile>('PUT', `/imports/files/${id}/reading`, { body: reading });
export const importFields = (kind: ImportKind) =>
  call<{ items: ImportField[] }>('GET', '/imports/fields', { query: { kind } });
export const importPresets = () => call<{ items: ImportPreset[] }>('GET', '/imports/presets');
export const previewImport = (fileId: number, spec: ImportSpec, signal: AbortSignal) =>
  call<Preview>('POST', '/imports/preview', { body: { fileId, spec }, signal });
export const startImport = (fileId: number, spec: ImportSpec) =>
  call<Import>('POST', '/imports', { body: { fileId, spec } });
export const pauseImport = (id: number) => call<Import>('POST', `/imports/${id}/pause`);
export const resumeImport = (id: number) => call<Import>('POST', `/imports/${id}/resume`);
export const undoImport = (id: number) => call<Import>('POST', `/imports/${id}/undo`);
/** The rejected rows of an import, as CSV. */
export const rejectedRows = (id: number) => download(`/imports/${id}/rejects.csv`);

/** Sends a file as it is; `fetch` cannot tell how far an upload is, this can. */
export function uploadFile(file: File, onProgress: (share: number) => void): Promise<ImportFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address('/imports/files', { name: file.name }));
    request.setRequestHeader('accept-language', currentLanguage());
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Problem(0, 'network', ''));
    request.onload = () => {
      const body: unknown = JSON.parse(request.responseText || 'null');
      if (request.status < 300) resolve(body as ImportFile);
      else {
        const { code = 'unknown', title = '' } = (body ?? {}) as { code?: string; title?: string };
        reject(new Problem(request.status, code, title));
      }
    };
    request.send(file);
  });
}

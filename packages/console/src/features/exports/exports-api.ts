import type { Export, ExportFormat, ExportList, Intake } from '@yutang/contracts/exports';
import { address, call } from '../../api/client.ts';

export const listExports = () => call<ExportList>('GET', '/exports');
export const startExport = (format: ExportFormat) => call<Export>('POST', '/exports', { body: { format } });
export const removeExport = (name: string) => call<void>('DELETE', `/exports/${name}`);
/** Where the browser downloads an export as one `.tar`. */
export const archiveOf = (name: string) => address(`/exports/${name}/archive`);
export const readIntake = () => call<Intake>('GET', '/intake');
/** Sends a `.tar`; answers once it is checked and the work has begun. */
export const sendArchive = (file: File) =>
  call<Intake>('POST', '/intake', { body: new Blob([file], { type: 'application/x-tar' }) });

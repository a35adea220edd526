import type { Readable } from 'node:stream';
import type { Export, ExportFormat, Intake } from '@yutang/contracts/exports';
import type { Principal } from '../../platform/http/principal.ts';
import type { Manifest } from './manifest.ts';

/** What routes ask for. */
export interface ExportService {
  start(principal: Principal, format: ExportFormat): Export;
  list(workspaceId: number): Export[];
  /** Folder and manifest of one that is done. @throws AppError `request.not-found`, `exports.not-done` */
  find(workspaceId: number, name: string): { folder: string; manifest: Manifest };
  remove(workspaceId: number, name: string): Promise<void>;
  receive(principal: Principal, body: Readable): Promise<Intake>;
  intake(workspaceId: number): Promise<Intake>;
}

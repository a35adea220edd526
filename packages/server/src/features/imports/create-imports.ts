import { join } from 'node:path';
import type { Feature } from '../../platform/feature.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type Dictionary, valuesOf } from '../dictionary/index.ts';
import { registerFileRoutes } from './file-routes.ts';
import { createFileFolder, eraseMentions } from './file-store.ts';
import { registerImportRoutes } from './import-routes.ts';
import { createImportService } from './import-service.ts';
import { createImportWorker } from './import-worker.ts';
import { createWorkbookReader } from './read-workbook.ts';
import type { Retraction } from './undo-import.ts';

export interface ImportsDeps {
  db: Db;
  inbox: Inbox;
  dictionary: Pick<Dictionary, 'ready' | 'check' | 'family'>;
  retraction: Retraction;
  /** IANA zone of a workspace, for times that name none. */
  zoneOf(workspaceId: number): Promise<string>;
  /** The workspace's clock (epoch ms), for receipts. */
  clockOf(workspaceId: number): Promise<() => number>;
  /** Uploaded files go into `<dataFolder>/imports`. Null: this process keeps no files and runs no imports. */
  dataFolder: string | null;
  /** Epoch ms of the real clock. */
  now: () => number;
}

/** Files of customers, events and orders. */
export interface Imports {
  feature: Feature;
  /** Ends the batches under way and stops; a later start goes on from there. */
  close(): Promise<void>;
}

/** Builds the feature and starts its worker, unless this process keeps no files. */
export function createImports(deps: ImportsDeps): Imports {
  const erase: Feature['erase'] = async (tx, workspaceId, { homes }) =>
    eraseMentions(tx, workspaceId, await valuesOf(tx, workspaceId, homes));
  if (deps.dataFolder === null) return { feature: { name: 'imports', erase }, close: async () => {} };
  const files = createFileFolder(join(deps.dataFolder, 'imports'));
  const worker = createImportWorker({ ...deps, files });
  const service = createImportService({
    ...deps,
    files,
    readWorkbook: createWorkbookReader(),
    wake: worker.wake,
  });
  return {
    feature: {
      name: 'imports',
      erase,
      routes(app) {
        registerFileRoutes(app, service);
        registerImportRoutes(app, deps.db, service);
      },
    },
    close: worker.close,
  };
}

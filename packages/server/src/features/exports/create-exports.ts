import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Export } from '@yutang/contracts/exports';
import { AppError } from '@yutang/core/errors';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { exportRoutes } from './export-routes.ts';
import type { ExportService } from './export-service.ts';
import { faultOf } from './fault-of.ts';
import { createIntakes } from './intakes.ts';
import { makeExport } from './make-export.ts';
import type { Manifest } from './manifest.ts';

export interface ExportsDeps {
  db: Db;
  events: EventStore;
  /** Exports lie in `<dataFolder>/exports/<workspace>/<name>`; null: this process keeps no files. */
  dataFolder: string | null;
  now: () => number;
  /** The engine looks for its commands now. */
  wake(): void;
  /** What is remembered of workspaces is read anew. */
  changed(): void;
}

/** The door of the feature. */
export interface Exports {
  feature: Feature;
  /** Deletes what is older than a day, and what a stopped process left half done; at start and every minute. */
  sweep(): Promise<void>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

const keptMs = 24 * 3_600_000;
/** Of a workspace only so many lie on the disk; the oldest goes when another is begun. */
const mostKept = 3;

/** The second an export began, as the name of its folder; where that is taken, the next one that is not. */
function freeName(folder: string, at: number): string {
  const name = `${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  return existsSync(join(folder, name)) ? freeName(folder, at + 1000) : name;
}

/** Whole workspaces out, as files anybody can read, and in again. */
export function createExports(deps: ExportsDeps): Exports {
  const { dataFolder, db, now } = deps;
  if (dataFolder === null) {
    return { feature: { name: 'exports' }, sweep: async () => undefined, close: async () => undefined };
  }
  const root = join(dataFolder, 'exports');
  const folderOf = (workspaceId: number) => join(root, String(workspaceId));
  /** Those of this process that run or failed. What is done is on disk. */
  const mine = new Map<string, Export>();
  const running = new Map<number, Promise<void>>();
  const intakes = createIntakes({ ...deps, folderOf, busy: (workspaceId) => running.has(workspaceId) });

  const service: ExportService = {
    start({ workspaceId, language }, format) {
      if (running.has(workspaceId) || intakes.busy(workspaceId)) throw new AppError('exports.running');
      const startedAt = now();
      const name = freeName(folderOf(workspaceId), startedAt);
      const target = join(folderOf(workspaceId), name);
      const status = { ...doneExport(name, null, startedAt), state: 'running' as const, format };
      const key = `${workspaceId} ${name}`;
      for (const old of [...mine.keys()].filter((each) => each.startsWith(`${workspaceId} `)))
        mine.delete(old);
      mine.set(key, status);
      const work = trim(folderOf(workspaceId), mostKept - 1)
        .then(() =>
          makeExport({
            ...deps,
            workspaceId,
            format,
            target,
            now: startedAt,
            progress: (progress) => Object.assign(status, progress),
          }),
        )
        .then(
          () => void mine.delete(key),
          (error: unknown) =>
            void Object.assign(status, {
              state: 'failed',
              finishedAt: now(),
              fault: faultOf(error, language),
            }),
        )
        .finally(() => running.delete(workspaceId));
      running.set(workspaceId, work);
      return status;
    },
    list(workspaceId) {
      const prefix = `${workspaceId} `;
      const here = [...mine].filter(([key]) => key.startsWith(prefix)).map(([, status]) => status);
      const stored = namesIn(folderOf(workspaceId)).flatMap((name) => {
        if (isPartial(name)) return [];
        const manifest = manifestIn(join(folderOf(workspaceId), name));
        return manifest ? [doneExport(name, manifest, manifest.madeAt)] : [];
      });
      return [...here, ...stored].sort((a, b) => b.startedAt - a.startedAt);
    },
    find(workspaceId, name) {
      const status = mine.get(`${workspaceId} ${name}`);
      if (status?.state === 'running') throw new AppError('exports.not-done', { name });
      const folder = join(folderOf(workspaceId), name);
      const manifest = manifestIn(folder);
      if (!manifest) throw new AppError('request.not-found', { what: `export ${name}` });
      return { folder, manifest };
    },
    async remove(workspaceId, name) {
      const failed = mine.get(`${workspaceId} ${name}`);
      if (failed?.state === 'failed') mine.delete(`${workspaceId} ${name}`);
      else await rm(service.find(workspaceId, name).folder, { recursive: true, force: true });
    },
    receive: intakes.receive,
    intake: intakes.state,
  };
  return {
    feature: {
      name: 'exports',
      routes: (app) => exportRoutes(app, db, service),
      // what lies ready still names the person
      async erase(_tx, workspaceId) {
        await trim(folderOf(workspaceId), 0);
      },
    },
    async sweep() {
      for (const workspace of namesIn(root)) {
        for (const name of namesIn(join(root, workspace))) {
          const folder = join(root, workspace, name);
          const busy = running.has(Number(workspace)) || intakes.busy(Number(workspace));
          // cut off with its process: nobody finishes it, and it names people
          const stray = isPartial(name) && !busy;
          const manifest = manifestIn(folder);
          if (stray || (manifest && manifest.madeAt + keptMs < now()))
            await rm(folder, { recursive: true, force: true });
        }
      }
    },
    async close() {
      await Promise.all([...running.values(), intakes.settled()]);
    },
  };
}

/** Leaves the newest so many exports of a workspace; what is being written stays. */
async function trim(folder: string, most: number): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const done = namesIn(folder).filter((name) => !isPartial(name));
  for (const name of done.sort().reverse().slice(most)) await rm(join(folder, name), { recursive: true });
}

/** What is being written, or arriving. */
const isPartial = (name: string) => name.endsWith('.partial');

const namesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

function manifestIn(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

function doneExport(name: string, manifest: Manifest | null, startedAt: number): Export {
  const rows = manifest?.files.reduce((total, file) => total + file.rows, 0) ?? 0;
  return {
    name,
    format: manifest?.format ?? 'parquet',
    state: 'done',
    startedAt,
    finishedAt: manifest && startedAt,
    step: '',
    rows,
    expectedRows: rows,
    bytes: manifest?.files.reduce((total, file) => total + file.bytes, 0) ?? 0,
    upToSeq: manifest?.upToSeq ?? null,
    waiting: manifest?.waiting ?? 0,
    keptUntil: manifest && startedAt + keptMs,
    fault: null,
  };
}

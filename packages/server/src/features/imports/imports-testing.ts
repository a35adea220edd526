import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileReading, Import, ImportFile, ImportSpec } from '@yutang/contracts/imports';
import { type AcceptedEvent, unpackEvents } from '@yutang/core/events';
import { sql } from 'kysely';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createInbox } from '../../platform/inbox/inbox.ts';
import { createDictionary } from '../dictionary/index.ts';
import { createImports } from './index.ts';

/** What the engine was asked to take back; a test says when it is done. */
export interface AskedRetraction {
  workspaceId: number;
  origin: number;
  state: 'waiting' | 'done' | 'failed';
}

/** Imports over HTTP on a real database, without an engine: what was posted stays in the inbox to be looked at. */
export interface ImportsHouse {
  database: TestDatabase;
  retractions: AskedRetraction[];
  owner: TestPrincipal;
  /** What the caller reads. */
  language: 'en' | 'zh';
  /** Somebody else from now on, in a workspace of their own. */
  move(): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of a body by asserting on it
  call<T = any>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<{ status: number; body: T }>;
  upload(
    name: string,
    content: string | Buffer,
    reading?: FileReading,
  ): Promise<{ status: number; body: ImportFile & { code?: string } }>;
  /** Waits until an import satisfies. */
  until(id: number, wanted: (state: Import) => boolean): Promise<Import>;
  /** Uploads, starts with the guess and these changes, waits for the end. */
  run(content: string | Buffer, spec?: Partial<ImportSpec>, name?: string): Promise<Import>;
  posted(): Promise<AcceptedEvent[]>;
  close(): Promise<void>;
}

export const ended = (state: Import) => ['done', 'failed', 'undone'].includes(state.state);

export async function openImportsHouse(): Promise<ImportsHouse> {
  const database = await createTestDatabase();
  const { db } = database;
  const folder = mkdtempSync(join(tmpdir(), 'yutang-imports-'));
  const retractions: AskedRetraction[] = [];
  const dictionary = createDictionary({ db, now: Date.now });
  const imports = createImports({
    db,
    inbox: createInbox({ db }),
    dictionary,
    retraction: {
      request: async (_tx, workspaceId, origin) =>
        retractions.push({ workspaceId, origin, state: 'waiting' }),
      state: async (_workspaceId, id) => ({
        state: retractions[id - 1]?.state ?? 'waiting',
        error: 'told so',
      }),
    },
    zoneOf: async () => 'Asia/Shanghai',
    clockOf: async () => Date.now,
    dataFolder: folder,
    now: Date.now,
  });
  const app = await createFeatureApp(db, [dictionary.feature, imports.feature]);

  const house: ImportsHouse = {
    database,
    retractions,
    owner: await makePrincipal(db),
    language: 'en',
    async move() {
      house.owner = await makePrincipal(db);
    },
    async call(method, url, payload) {
      const headers = { ...house.owner.headers, 'accept-language': house.language };
      const answer = await app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
      const json = /json/.test(String(answer.headers['content-type']));
      return { status: answer.statusCode, body: json ? JSON.parse(answer.body) : answer.body };
    },
    async upload(name, content, reading = {}) {
      const stated = Object.entries(reading).map(([key, value]): [string, string] => [key, String(value)]);
      const answer = await app.inject({
        method: 'POST',
        url: `/api/imports/files?${new URLSearchParams([['name', name], ...stated])}`,
        headers: { ...house.owner.headers, 'content-type': 'text/csv' },
        payload: Buffer.from(content),
      });
      return { status: answer.statusCode, body: JSON.parse(answer.body) };
    },
    async until(id, wanted) {
      for (let waits = 0; ; waits++) {
        const { body } = await house.call<Import>('GET', `/api/imports/${id}`);
        if (wanted(body)) return body;
        if (waits > 800) throw new Error(`not reached: ${JSON.stringify(body)}`);
        await sleep(10);
      }
    },
    async run(content, spec, name = 'file.csv') {
      const { body: file } = await house.upload(name, content);
      const start = { fileId: file.id, spec: { ...file.guess, ...spec } };
      const { body } = await house.call<Import>('POST', '/api/imports', start);
      if (!body.id) throw new Error(JSON.stringify(body));
      return house.until(body.id, ended);
    },
    async posted() {
      const { rows } = await sql<{ body: Buffer }>`
        select body from inbox where workspace_id = ${house.owner.workspaceId} order by id`.execute(db);
      return rows.flatMap(({ body }) => unpackEvents(body.toString()));
    },
    async close() {
      await app.close();
      await imports.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return house;
}

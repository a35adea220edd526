import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '@yutang/core/errors';
import { bindQuestion } from '../bind-question.ts';
import { duckdbDialect } from '../dialect.ts';
import type { EventStore } from '../event-store.ts';
import { createGate } from '../gate.ts';
import { createTurns } from '../in-turn.ts';
import { duckdbFault, isFatal } from './duckdb-fault.ts';
import {
  appendBatch,
  type EventFile,
  eraseSources,
  loadEventFile,
  reloadState,
  retractOrigin,
  settleMoves,
} from './event-file.ts';
import { type DuckdbSettings, openInstance } from './open-instance.ts';
import { isOpenHere, takeOwnership } from './owner-file.ts';
import { readRows } from './read-rows.ts';

/**
 * The event store in files of this machine, one a workspace. Must exist once in one thread of one process: whoever
 * else has a question asks that thread by message. Opens lazily; after a fatal fault (a full disk at commit) it
 * opens anew by itself.
 */
export function createDuckdbStore(settings: DuckdbSettings): EventStore {
  const inTurn = createTurns();
  // Each question holds one of the 4 threads that Node lends to all of the process, and both cores besides.
  const gate = createGate(2);
  const files = new Map<number, { file: EventFile; release: () => void }>();
  const asking = new Set<DuckDBConnection>();
  let instance: Promise<DuckDBInstance> | undefined;

  const pathOf = (workspaceId: number): string => join(settings.folder, `w${workspaceId}.duckdb`);

  function opened(): Promise<DuckDBInstance> {
    instance ??= openInstance(settings).catch((error: unknown) => {
      instance = undefined;
      throw error;
    });
    return instance;
  }

  async function attached(workspaceId: number): Promise<EventFile> {
    const known = files.get(workspaceId);
    if (known) return known.file;
    const living = await opened();
    const path = pathOf(workspaceId);
    // Detached or closed, yet still open: a second open would destroy it.
    if (isOpenHere(path)) throw new AppError('question.store-in-use', { file: path, pid: process.pid });
    const release = takeOwnership(path);
    const connection = await living.connect();
    const catalog = `yutang_${workspaceId}`;
    try {
      await connection.run(`attach ${duckdbDialect.text(path)} as ${catalog}`);
      const file = await loadEventFile(connection, catalog);
      files.set(workspaceId, { file, release });
      return file;
    } catch (error) {
      await connection.run(`detach ${catalog}`).catch(() => undefined);
      connection.disconnectSync();
      release();
      throw error;
    }
  }

  /** Lets everything go; the next call opens it again. */
  async function letGo(): Promise<void> {
    for (const connection of asking) connection.disconnectSync();
    for (const { file } of files.values()) file.connection.disconnectSync();
    const living = await instance?.catch(() => undefined);
    living?.closeSync();
    instance = undefined;
    for (const { release } of files.values()) release();
    files.clear();
    asking.clear();
  }

  /** Serialises everything that writes to a workspace's file, and translates faults. */
  function write<T>(workspaceId: number, work: (file: EventFile) => Promise<T>): Promise<T> {
    return inTurn(workspaceId, async () => {
      try {
        return await work(await attached(workspaceId));
      } catch (error) {
        const file = files.get(workspaceId)?.file;
        if (isFatal(error)) await letGo();
        else if (file) await reloadState(file).catch(letGo);
        throw duckdbFault(error);
      }
    });
  }

  async function ask<Row>(
    workspaceId: number,
    sql: string,
    limit: number,
    timeoutMs: number,
  ): Promise<Row[]> {
    // Not in turn once the file is there: questions run beside an append and see what was committed before.
    const { catalog } = files.get(workspaceId)?.file ?? (await write(workspaceId, async (file) => file));
    const connection = await (await opened()).connect();
    asking.add(connection);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      connection.interrupt();
    }, timeoutMs);
    try {
      await connection.run(`use ${catalog}`);
      // As a subselect: only a select can stand there. Not as a stream, and not prepared: both keep the database
      // alive until the garbage collector comes by, and a file detached but not closed cannot be opened again.
      const result = await connection.run(`select * from (\n${sql}\n) as question limit ${limit}`);
      return (await readRows(result)) as Row[];
    } catch (error) {
      if (late) throw new AppError('question.timeout', { ms: timeoutMs });
      throw duckdbFault(error);
    } finally {
      clearTimeout(timer);
      if (asking.delete(connection)) connection.disconnectSync();
    }
  }

  return {
    open: async (workspaceId) => {
      if (!files.has(workspaceId)) await write(workspaceId, async () => undefined);
    },
    watermark: (workspaceId) => write(workspaceId, async (file) => file.watermark),
    append: (workspaceId, batch) => write(workspaceId, (file) => appendBatch(file, batch)),
    query: async <Row>(workspaceId: number, question: Parameters<EventStore['query']>[1]) => {
      const { sql, limit, timeoutMs } = bindQuestion(duckdbDialect, question);
      return gate(() => ask<Row>(workspaceId, sql, limit, timeoutMs));
    },
    settleMoves: (workspaceId) => write(workspaceId, settleMoves),
    retract: (workspaceId, origin, upTo) => write(workspaceId, (file) => retractOrigin(file, origin, upTo)),
    erase: (workspaceId, sources) => write(workspaceId, (file) => eraseSources(file, sources)),
    drop: (workspaceId) =>
      inTurn(workspaceId, async () => {
        const { file } = files.get(workspaceId) ?? {};
        const release = files.get(workspaceId)?.release ?? takeOwnership(pathOf(workspaceId));
        files.delete(workspaceId);
        if (file) {
          await file.connection.run('use memory');
          await file.connection.run(`detach ${file.catalog}`);
          file.connection.disconnectSync();
        }
        rmSync(pathOf(workspaceId), { force: true });
        rmSync(`${pathOf(workspaceId)}.wal`, { force: true });
        release();
      }),
    audit: async (workspaceId) => {
      const [row] = await ask<{ rows: number; distinct_seqs: number; low: number; high: number }>(
        workspaceId,
        `select count(*) as rows, count(distinct seq) as distinct_seqs,
           coalesce(min(seq), 0) as low, coalesce(max(seq), 0) as high from event_rows`,
        1,
        600_000,
      );
      if (!row) throw new Error('an aggregate answered no row');
      return { rows: row.rows, distinct: row.distinct_seqs, minSeq: row.low, maxSeq: row.high };
    },
    describe: async () => {
      const connection = await (await opened()).connect();
      const reader = await connection.runAndReadAll('select version()');
      connection.disconnectSync();
      return { engine: 'duckdb', version: String(reader.getRows()[0]?.[0]) };
    },
    close: letGo,
  };
}

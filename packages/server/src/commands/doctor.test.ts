import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HealthCheck } from '@yutang/contracts/health';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrationFolder } from '../../testing/test-database.ts';
import { type Config, readConfig } from '../config.ts';
import { lookAtEmbeddedPostgres } from '../platform/postgres/embedded/running-postgres.ts';
import { startEmbeddedPostgres } from '../platform/postgres/embedded/start-embedded-postgres.ts';
import { migrate } from '../platform/postgres/migrate.ts';
import { examine } from './doctor.ts';
import { listSettings } from './list-settings.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

describe('yutang doctor', () => {
  let folder: string;
  let config: Config;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yutang-doctor-'));
    // port 9 (discard): nobody listens there
    config = readConfig({ YUTANG_DATA: join(folder, 'data'), PORT: '9' });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const stateOf = (lines: HealthCheck[]) => Object.fromEntries(lines.map((line) => [line.name, line.state]));
  const start = async () => {
    const server = await startEmbeddedPostgres({ dataFolder: config.dataFolder, log: quiet, durable: false });
    await migrate(server.url, { folder: migrationFolder });
    return server;
  };

  it('finds a new machine good, and makes nothing', async () => {
    const lines = await examine(config);
    expect(lines.filter((line) => line.state === 'fail')).toEqual([]);
    expect(lines.find((line) => line.name === 'postgres.version')?.detail.en).toContain('first start');
    expect(existsSync(config.dataFolder)).toBe(false);
  });

  it('opens the stores of a stopped installation for a moment', async () => {
    await (await start()).stop();
    const lines = await examine(config);
    expect(stateOf(lines)).toMatchObject({
      'postgres.version': 'ok',
      'postgres.migrations': 'ok',
      'events.write': 'ok',
      'inbox.backlog': 'ok',
      'exporter.lag': 'ok',
    });
    expect(lookAtEmbeddedPostgres(config.dataFolder)).toEqual({
      exists: true,
      owner: undefined,
      url: undefined,
    });
  });

  it('leaves a running server its events and asks it how they are', async () => {
    const server = await start();
    let failing: string[] = [];
    const door = createServer((request, response) => {
      response.setHeader('x-yutang', 'live');
      response.end(JSON.stringify(request.url === '/health/ready' ? { failing } : { state: 'ok' }));
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    config = { ...config, port: (door.address() as AddressInfo).port };
    try {
      const lines = await examine(config);
      expect(stateOf(lines)).toMatchObject({ port: 'ok', 'postgres.version': 'ok', 'events.engine': 'ok' });
      expect(lines.map((line) => line.name)).not.toContain('events.write');
      expect(existsSync(join(config.dataFolder, 'events'))).toBe(false);
      failing = ['events.engine'];
      expect(stateOf(await examine(config))['events.engine']).toBe('fail');
    } finally {
      door.close();
      await server.stop();
    }
  });

  it('names a port that somebody else has, a database that is away, and what to do', async () => {
    const other = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = { ...config, port: (other.address() as AddressInfo).port };
    const lines = await examine({ ...taken, databaseUrl: 'postgres://nobody@127.0.0.1:9/none' });
    other.close();
    const failing = lines.filter((line) => line.state === 'fail');
    expect(failing.map((line) => line.name)).toEqual(expect.arrayContaining(['port', 'postgres.version']));
    expect(failing.every((line) => line.remedy !== null)).toBe(true);
  });

  it('lists every setting and shows neither secret nor password', () => {
    const lines = listSettings(
      readConfig({
        YUTANG_SECRET: 'never-shown-'.repeat(4),
        DATABASE_URL: 'postgres://me:never-shown@db.internal/yutang?password=never-shown&sslmode=require',
        EVENTS_URL: 'clickhouse://me:never@shown@events:8123',
        METRICS_TOKEN: 'never-shown-either',
        PORT: '8000',
      }),
    );
    const text = lines.map((line) => `${line.name}=${line.value}`).join('\n');
    expect(text).not.toMatch(/never|shown/);
    expect(text).toContain('DATABASE_URL=postgres://me:•••@db.internal/yutang?password=•••&sslmode=require');
    expect(lines.filter((line) => line.given).map((line) => line.name)).toEqual([
      'PORT',
      'YUTANG_SECRET',
      'DATABASE_URL',
      'EVENTS_URL',
      'METRICS_TOKEN',
    ]);
    expect(lines).toHaveLength(11);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listSettings } from '../../packages/server/src/commands/list-settings.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { parseClickhouseAddress } from '../../packages/server/src/platform/event-store/clickhouse/address.ts';
import { readCompose } from './read-compose.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (name: string) => readFileSync(root + name, 'utf8');
const settings = new Set(listSettings(readConfig({})).map(({ name }) => name));

interface Instruction {
  name: string;
  rest: string;
}

/** A Dockerfile's instructions by stage: comments dropped, continued lines joined. */
function stagesOf(dockerfile: string): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const line of dockerfile.replace(/\\\n/g, ' ').split('\n')) {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? [];
    if (name === undefined || rest === undefined) {
      expect(line, 'a line is empty, a comment or an instruction').toMatch(/^\s*(#.*)?$/);
      continue;
    }
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, rest });
  }
  return stages;
}

const stages = stagesOf(read('deploy/Dockerfile'));
const [build = [], run = []] = stages;
const all = (stage: Instruction[], name: string) =>
  stage.filter((one) => one.name === name).map(({ rest }) => rest);
const environment = Object.fromEntries(
  all(run, 'ENV').flatMap((line) => line.split(/\s+/).map((pair) => pair.split('=', 2) as [string, string])),
);

describe('deploy/Dockerfile', () => {
  it('builds in one stage and runs in another, on a Node of those we support', () => {
    expect(stages).toHaveLength(2);
    for (const stage of stages)
      expect(
        Number(/^node:(\d+)-bookworm-slim\b/.exec(all(stage, 'FROM')[0] ?? '')?.[1]),
      ).toBeGreaterThanOrEqual(20);
    expect(JSON.parse(read('package.json')).engines.node).toBe('>=20');
  });

  it('copies what is there, and every package before it installs', () => {
    const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };
    const copied = all(build, 'COPY').flatMap((line) => line.split(/\s+/).slice(0, -1));
    for (const name of copied) expect(existsSync(root + name), name).toBe(true);
    expect(copied).toEqual(expect.arrayContaining(workspaces.map((name) => `${name}/package.json`)));
    const taken = all(run, 'COPY').map((line) => line.split(/\s+/)[1]?.replace('/yutang/', ''));
    for (const name of workspaces) expect(taken).toContain(name);
    for (const [, script] of all(build, 'RUN')
      .join(' ')
      .matchAll(/node (\S+\.mjs)/g))
      expect(existsSync(root + script)).toBe(true);
  });

  it('runs the platform, by settings there are, with its data in the volume', () => {
    const command = JSON.parse(all(run, 'CMD')[0] ?? '[]') as string[];
    expect(command[0]).toBe('node');
    expect(existsSync(root + command[1])).toBe(true);
    expect(command[2]).toBe('start');
    for (const name of Object.keys(environment))
      expect(name === 'NODE_ENV' || settings.has(name), name).toBe(true);
    const config = readConfig(environment);
    expect(config.host).toBe('0.0.0.0');
    expect(all(run, 'EXPOSE')).toEqual([String(config.port)]);
    expect(all(run, 'VOLUME')).toEqual([config.dataFolder]);
    expect(config.port).toBe(readConfig({}).port);
  });

  it('is not root when it runs, and says whether it is well', () => {
    expect(all(run, 'USER')).toEqual(['node']);
    const names = run.map(({ name }) => name);
    expect(names.indexOf('USER')).toBeGreaterThan(names.lastIndexOf('RUN'));
    expect(all(run, 'HEALTHCHECK')[0]).toContain('/health/ready');
    expect(read('packages/server/src/features/health/health-routes.ts')).toContain("'/health/ready'");
  });

  it('carries no history, packages or secrets of the machine it is built on', () => {
    const ignored = read('deploy/Dockerfile.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.git', '**/node_modules', '**/dist', '**/.env']));
  });
});

interface Service {
  image?: string;
  build?: { context: string; dockerfile: string };
  environment: Record<string, string>;
  ports?: string[];
  volumes: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
}
const compose = readCompose(read('deploy/compose.yaml')) as unknown as {
  services: Record<string, Service>;
  volumes: Record<string, null>;
};
const { services } = compose;
const ours = services.yutang as Service;
/** `${NAME:?}` and `${NAME:-default}` as compose fills them in. */
const filled = (text: string) =>
  text.replace(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, name, kind, rest) =>
    kind === '-' ? rest : `${name}x`.padEnd(32, 'x'),
  );

describe('deploy/compose.yaml', () => {
  it('builds our image from this repository', () => {
    expect(ours.build).toEqual({ context: '..', dockerfile: 'deploy/Dockerfile' });
  });

  it('gives settings there are, in a form that is read', () => {
    for (const name of Object.keys(ours.environment)) expect(settings.has(name), name).toBe(true);
    const given = Object.fromEntries(
      Object.entries(ours.environment).map(([name, value]) => [name, filled(value)]),
    );
    const config = readConfig({ ...environment, ...given });
    expect(config).toMatchObject({ publicUrl: null, trustProxy: false, logLevel: 'info' });
    const database = new URL(config.databaseUrl ?? '');
    const { postgres, clickhouse } = services as { postgres: Service; clickhouse: Service };
    expect([database.hostname, database.port, database.username, database.pathname]).toEqual([
      'postgres',
      '5432',
      postgres.environment.POSTGRES_USER,
      `/${postgres.environment.POSTGRES_DB}`,
    ]);
    expect(database.password).toBe(filled(postgres.environment.POSTGRES_PASSWORD ?? ''));
    const events = parseClickhouseAddress(config.eventsUrl ?? '');
    expect(events).toMatchObject({
      hosts: ['http://clickhouse:8123'],
      user: clickhouse.environment.CLICKHOUSE_USER,
      password: filled(clickhouse.environment.CLICKHOUSE_PASSWORD ?? ''),
    });
  });

  it('opens our port to this machine only, and the stores’ to nobody', () => {
    expect(ours.ports).toEqual([`127.0.0.1:${environment.PORT}:${environment.PORT}`]);
    expect(services.postgres?.ports).toBeUndefined();
    expect(services.clickhouse?.ports).toBeUndefined();
  });

  it('keeps every store in a volume that is declared, ours where the image keeps it', () => {
    const mounted = Object.values(services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':') as [string, string]),
    );
    expect(mounted.map(([name]) => name).sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(ours.volumes).toEqual([`data:${environment.YUTANG_DATA}`]);
  });

  it('waits for stores that say when they are ready, of versions that are supported', () => {
    for (const [name, { condition }] of Object.entries(ours.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      expect(services[name]?.healthcheck?.test[0], name).toBe('CMD');
    }
    expect(Object.keys(ours.depends_on ?? {}).sort()).toEqual(['clickhouse', 'postgres']);
    expect(Number(services.postgres?.image?.split(':')[1])).toBeGreaterThanOrEqual(15);
  });
});

/** Names in the first column of the table that follows a heading. */
function tableOf(page: string, heading: RegExp): string[] {
  const section = page.split(/^## /m).find((part) => heading.test(part)) ?? '';
  return [...section.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? ''),
  );
}

describe('the tables of settings', () => {
  it.each([
    ['README.md', /^Settings/],
    ['README.zh-CN.md', /^设置/],
    ['docs/guides/operate.md', /^Settings/],
  ])('%s lists every setting there is, and no other', (page, heading) => {
    expect(tableOf(read(page), heading).sort()).toEqual([...settings].sort());
  });
});

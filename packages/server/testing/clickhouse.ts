import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A ClickHouse of one or more nodes, for tests. */
export interface TestClickhouse {
  /** `clickhouse://…` as `EVENTS_URL` takes it. */
  url: string;
  /** HTTP addresses, one a node. */
  nodes: string[];
  /** Ends a node by force, as a crash would; `start` brings it back with its data. */
  kill(node: number): Promise<void>;
  start(node: number): Promise<void>;
  stop(): Promise<void>;
}

const binary = 'clickhouse-server';
const password = 'pass/word@1';

/** Why ClickHouse cannot be tested here; undefined when it can. */
export function clickhouseMissing(): string | undefined {
  const found = spawnSync('sh', ['-c', `command -v ${binary}`]).status === 0;
  return found ? undefined : `${binary} is not installed (Debian: apt-get install clickhouse-server)`;
}

/** Starts Debian's server from a folder of its own on free ports; two nodes or more form a cluster of as many shards. */
export async function startClickhouse(count = 1): Promise<TestClickhouse> {
  const folder = mkdtempSync(join(tmpdir(), 'yutang-clickhouse-'));
  const ports = await freePorts(count * 3);
  const nodes = Array.from({ length: count }, (_, index) => ({
    http: ports[index * 3] as number,
    tcp: ports[index * 3 + 1] as number,
    interserver: ports[index * 3 + 2] as number,
    folder: join(folder, `node${index + 1}`),
  }));
  for (const node of nodes) writeConfig(node, nodes);
  const children: (ChildProcess | undefined)[] = [];

  async function start(index: number): Promise<void> {
    const node = nodes[index] as Node;
    const child = spawn(binary, [`--config-file=${join(node.folder, 'config.xml')}`], {
      stdio: 'ignore',
      cwd: node.folder,
    });
    children[index] = child;
    for (let tries = 0; tries < 150; tries += 1) {
      if (child.exitCode !== null) break;
      const ready = await fetch(`http://127.0.0.1:${node.http}/`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return;
      await wait(100);
    }
    child.kill('SIGKILL');
    throw new Error(`ClickHouse did not start:\n${tail(join(node.folder, 'error.log'))}`);
  }
  async function end(index: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = children[index];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  await Promise.all(nodes.map((_, index) => start(index)));
  const hosts = nodes.map(({ http }) => `127.0.0.1:${http}`);
  return {
    url: `clickhouse://yutang:${encodeURIComponent(password)}@${hosts.join(',')}/${count > 1 ? '?cluster=yutang_test' : ''}`,
    nodes: hosts,
    kill: (index) => end(index, 'SIGKILL'),
    start,
    stop: async () => {
      await Promise.all(nodes.map((_, index) => end(index, 'SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Node {
  http: number;
  tcp: number;
  interserver: number;
  folder: string;
}

function writeConfig(node: Node, all: readonly Node[]): void {
  mkdirSync(node.folder, { recursive: true });
  const shards = all.map(
    ({ tcp }) =>
      `<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>${tcp}</port>
       <user>yutang</user><password>${password}</password></replica></shard>`,
  );
  const config = `<yandex>
    <logger><level>warning</level><log>${node.folder}/server.log</log><errorlog>${node.folder}/error.log</errorlog></logger>
    <listen_host>127.0.0.1</listen_host><http_port>${node.http}</http_port><tcp_port>${node.tcp}</tcp_port>
    <interserver_http_host>127.0.0.1</interserver_http_host><interserver_http_port>${node.interserver}</interserver_http_port>
    <path>${node.folder}/data/</path><tmp_path>${node.folder}/tmp/</tmp_path>
    <format_schema_path>${node.folder}/schemas/</format_schema_path>
    <users_config>${node.folder}/users.xml</users_config>
    <default_profile>default</default_profile><default_database>default</default_database>
    <mark_cache_size>268435456</mark_cache_size><timezone>UTC</timezone>
    <remote_servers>${all.length > 1 ? `<yutang_test>${shards.join('')}</yutang_test>` : ''}</remote_servers>
  </yandex>`;
  const users = `<yandex>
    <profiles><default><max_memory_usage>2000000000</max_memory_usage></default></profiles>
    <users><yutang><password>${password}</password><networks><ip>127.0.0.1</ip></networks>
      <profile>default</profile><quota>default</quota></yutang></users>
    <quotas><default></default></quotas>
  </yandex>`;
  writeFileSync(join(node.folder, 'config.xml'), config);
  writeFileSync(join(node.folder, 'users.xml'), users);
}

/** Free loopback ports, all different: each is held until all are found. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-2000);
  } catch {
    return '(it wrote no log)';
  }
}

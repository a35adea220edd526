import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startTestCluster, type TestCluster } from './test-cluster.ts';
import type {} from './test-database.ts';

/** Once per run: a door where tests ask for the one database server of the run. Runs without such tests start none. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let cluster: Promise<TestCluster> | undefined;
  const door: Server = createServer((_request, response) => {
    cluster ??= startTestCluster();
    cluster.then(
      ({ url }) => response.end(url),
      (error: Error) => response.writeHead(500).end(String(error.stack)),
    );
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  door.unref();
  project.provide('yutangHarness', `http://127.0.0.1:${(door.address() as AddressInfo).port}/`);
  return async () => {
    door.close();
    await (await cluster?.catch(() => undefined))?.stop();
  };
}

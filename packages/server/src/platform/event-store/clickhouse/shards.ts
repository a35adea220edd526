import { AppError } from '@yutang/core/errors';
import type { EventRow } from '../event-store.ts';
import type { ClickhouseAddress } from './address.ts';
import { type ClickhouseNode, createClickhouseNode } from './clickhouse-node.ts';

/**
 * The nodes of an address in shard order, one a shard. A cluster named by one host: the others are those of
 * `system.clusters`, with the same HTTP port. Named by several: each is asked which shard it is.
 */
export async function findShards(address: ClickhouseAddress): Promise<ClickhouseNode[]> {
  const nodes = address.hosts.map((host) => createClickhouseNode(host, address));
  const [first] = nodes as [ClickhouseNode, ...ClickhouseNode[]];
  if (address.cluster === null) return [first];
  const table = `system.clusters where cluster = '${address.cluster}'`;
  if (nodes.length === 1) {
    const rows = await first.read<{ host_name: string }>(
      `select host_name from ${table} and replica_num = 1 order by shard_num`,
    );
    if (rows.length === 0) throw unknownCluster(address.cluster);
    const port = new URL(first.host);
    return rows.map(({ host_name }) => {
      port.hostname = host_name;
      return createClickhouseNode(port.origin, address);
    });
  }
  const places = await Promise.all(
    nodes.map(async (node) => {
      const rows = await node.read<{ shard_num: number; is_local: number }>(
        `select shard_num, is_local from ${table}`,
      );
      if (rows.length === 0) throw unknownCluster(address.cluster as string);
      return { node, shard: rows.find(({ is_local }) => is_local)?.shard_num, count: rows.length };
    }),
  );
  const shards = new Map(places.map(({ node, shard }) => [shard, node]));
  const count = places[0]?.count ?? 0;
  if (shards.has(undefined) || shards.size !== count) {
    throw new AppError('question.store-address', {
      reason: `cluster ${address.cluster} has ${count} shards, name one host of each`,
    });
  }
  return [...shards].sort(([a], [b]) => (a as number) - (b as number)).map(([, node]) => node);
}

const unknownCluster = (cluster: string): AppError =>
  new AppError('question.store-address', { reason: `the server knows no cluster ${cluster}` });

/** The same rule as the Distributed table's: a home's events stay together; events of nobody are spread. */
export const shardingKey = 'if(source = 0, seq, source)';

export function shardOf(row: Pick<EventRow, 'source' | 'seq'>, shards: number): number {
  return (row.source === 0 ? row.seq : row.source) % shards;
}

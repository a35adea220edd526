import { AppError } from '@yutang/core/errors';

/** Where a ClickHouse is, taken from `clickhouse://user:password@host:port,host:port/prefix?cluster=name`. */
export interface ClickhouseAddress {
  /** `http://host:port` of each host named; `clickhouses://` means TLS. */
  hosts: string[];
  user: string;
  password: string;
  /** Databases are called `<prefix>_<workspace>`; default `yutang`. */
  prefix: string;
  cluster: string | null;
}

const shape =
  /^clickhouse(?<tls>s?):\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?@]+)(?:\/(?<prefix>[^?]*))?(?:\?(?<query>.*))?$/;

/** Reads `EVENTS_URL`. Throws `question.store-address`, which never repeats the password. */
export function parseClickhouseAddress(url: string): ClickhouseAddress {
  const parts = shape.exec(url)?.groups;
  if (!parts) throw new AppError('question.store-address', { reason: 'it does not read clickhouse://host' });
  const query = new URLSearchParams(parts.query ?? '');
  for (const name of query.keys()) {
    if (name !== 'cluster')
      throw new AppError('question.store-address', { reason: `unknown setting ${name}` });
  }
  const cluster = query.get('cluster');
  const prefix = parts.prefix || 'yutang';
  for (const name of [prefix, cluster ?? 'x']) {
    if (!/^[A-Za-z]\w*$/.test(name))
      throw new AppError('question.store-address', { reason: `bad name ${name}` });
  }
  const hosts = (parts.hosts as string)
    .split(',')
    .map((host) => `http${parts.tls}://${/:\d+$/.test(host) ? host : `${host}:${parts.tls ? 8443 : 8123}`}`);
  if (hosts.length > 1 && cluster === null) {
    throw new AppError('question.store-address', { reason: 'several hosts need ?cluster=' });
  }
  return {
    hosts,
    user: decodeURIComponent(parts.user || 'default'),
    password: decodeURIComponent(parts.password ?? ''),
    prefix,
    cluster,
  };
}

import { type LookupAddress, promises } from 'node:dns';
import { isIP } from 'node:net';
import { AppError } from '@yutang/core/errors';
import { isPublicAddress } from './public-address.ts';

/** The addresses of a host name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

const resolveByDns: Resolve = (host) => promises.lookup(host, { all: true, verbatim: true });

export interface ReceiverDeps {
  /** `host` or `host:port` of one's own network that webhooks may reach, by plain http too (`YUTANG_WEBHOOK_PRIVATE_HOSTS`). */
  privateHosts: readonly string[];
  resolve?: Resolve;
}

/** A receiver that may be spoken to, and the one address to connect to: a second look-up could answer something else. */
export interface Receiver {
  url: URL;
  address: LookupAddress;
}

/** Decides where webhooks may go. */
export interface Receivers {
  /** What can be said of an address as it is written. @throws AppError `webhook.address`. */
  read(url: string): URL;
  /** Looks the host up; every address of it must be public. @throws AppError `webhook.address`, or the resolver's fault. */
  find(url: string): Promise<Receiver>;
}

const refuse = (reason: string): AppError => new AppError('webhook.address', { field: 'body.url', reason });

const bare = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/** Webhooks reach the public internet by https only, so that nobody makes this server ask its own neighbours. */
export function createReceivers({ privateHosts, resolve = resolveByDns }: ReceiverDeps): Receivers {
  const isOurs = (url: URL): boolean =>
    privateHosts.includes(url.hostname) ||
    privateHosts.includes(`${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`);

  function read(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !['http:', 'https:'].includes(url.protocol)) throw refuse('is not an http(s) address');
    if (url.username || url.password) throw refuse('carries a user name or a password');
    if (isOurs(url)) return url;
    if (url.protocol !== 'https:') throw refuse('is not an https address');
    const host = bare(url);
    if (isIP(host) ? !isPublicAddress(host) : /(^|\.)localhost\.?$/i.test(host))
      throw refuse('is no public address');
    return url;
  }

  return {
    read,
    async find(text) {
      const url = read(text);
      const host = bare(url);
      const family = isIP(host);
      const found = family ? [{ address: host, family }] : await resolve(host);
      const [address] = found;
      if (!address) throw new Error(`${host} has no address`);
      // all of them: which one is tried must not decide
      if (!isOurs(url) && !found.every((one) => isPublicAddress(one.address)))
        throw refuse('is no public address');
      return { url, address };
    },
  };
}

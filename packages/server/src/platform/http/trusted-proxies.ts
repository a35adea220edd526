import { BlockList, isIPv6 } from 'node:net';

/** `TRUST_PROXY`: nobody, so many proxies in front, or proxies at these addresses. */
export type ProxyTrust = false | number | string[];

/** This machine, link-local and private networks: where a proxy stands that is told by number only. */
const nearby = new BlockList();
for (const [network, bits, family] of [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
] as const)
  nearby.addSubnet(network, bits, family);

/**
 * The setting in Fastify's terms. A number alone would let anybody who reaches the port directly choose an address, so the
 * nearest of the counted proxies must stand on this machine or in a private network; others are named by address.
 */
export function trustedProxies(
  trust: ProxyTrust,
): false | string[] | ((address: string, hop: number) => boolean) {
  if (typeof trust !== 'number') return trust;
  return (address, hop) => hop < trust && (hop > 0 || isNearby(address));
}

function isNearby(address: string): boolean {
  return nearby.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

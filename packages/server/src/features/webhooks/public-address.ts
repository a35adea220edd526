import { BlockList, isIP } from 'node:net';

/** What the registries of special-purpose addresses (IANA, RFC 6890 and after) do not give to the public internet. */
const special: [network: string, bits: number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // behind a carrier's translation, and metadata services of some clouds
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, with the metadata services of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays, withdrawn
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** Of IPv6 only 2000::/3 is given to the public, and these of it are not, or lead to an IPv4 address hidden within. */
const specialSix: [network: string, bits: number][] = [
  ['2001::', 23], // protocol assignments, Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['3fff::', 20], // documentation
];

const closed = new BlockList();
for (const [network, bits] of special) closed.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of specialSix) closed.addSubnet(network, bits, 'ipv6');
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');

/** Whether a literal address belongs to the public internet: not private, loopback, link-local, multicast or reserved. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  // an IPv4 address written as IPv6 is not of 2000::/3, whatever it holds
  return family === 6 && global.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

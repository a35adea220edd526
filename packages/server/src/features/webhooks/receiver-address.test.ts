import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { createReceivers } from './receiver-address.ts';

describe('the public internet', () => {
  it.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '127.0.0.1'],
    ...['127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1'],
    ...['192.88.99.1', '192.168.1.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.1.1.1'],
    ...['240.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::7f00:1'],
    ...['64:ff9b::7f00:1', '64:ff9b:1::1', '100::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1'],
    ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '5f00::1', 'localhost', '', '1.2.3'],
  ])('[INT-09] does not hold %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ...['1.1.1.1', '8.8.8.8', '100.63.255.255', '100.128.0.1', '126.0.0.1', '172.15.0.1', '172.32.0.1'],
    ...['192.0.1.1', '192.167.1.1', '198.17.0.1', '223.255.255.1', '2606:4700::1111', '2400:3200::1'],
  ])('[INT-09] holds %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

const outside: LookupAddress = { address: '93.184.216.34', family: 4 };
const inside: LookupAddress = { address: '169.254.169.254', family: 4 };

describe('where a webhook may go', () => {
  const receivers = (found: LookupAddress[], privateHosts: string[] = []) =>
    createReceivers({ privateHosts, resolve: async () => found });

  it.each([
    ['ftp://example.com/', 'is not an http(s) address'],
    ['https://', 'is not an http(s) address'],
    ['http://example.com/', 'is not an https address'],
    ['https://user:secret@example.com/', 'carries a user name or a password'],
    ['https://127.0.0.1/', 'is no public address'],
    ['https://2130706433/', 'is no public address'],
    ['https://0x7f.1/', 'is no public address'],
    ['https://127.1:8443/', 'is no public address'],
    ['https://[::1]/', 'is no public address'],
    ['https://[::ffff:169.254.169.254]/latest/meta-data', 'is no public address'],
    ['https://localhost/', 'is no public address'],
    ['https://a.localhost./', 'is no public address'],
  ])('[INT-09] is not %s: it %s', async (url, reason) => {
    await expect(receivers([outside]).find(url)).rejects.toMatchObject({
      code: 'webhook.address',
      params: { reason },
    });
  });

  it('[INT-09] is the address that was looked up, and every one of a name must be public', async () => {
    await expect(receivers([outside]).find('https://example.com/hook')).resolves.toMatchObject({
      address: outside,
    });
    for (const found of [[inside], [outside, inside]])
      await expect(receivers(found).find('https://example.com/hook')).rejects.toMatchObject({
        code: 'webhook.address',
      });
    await expect(receivers([]).find('https://example.com/')).rejects.toThrow('no address');
  });

  it('[INT-09] may be a host of the own network that the settings name, with its port and no other', async () => {
    const allowed = receivers([inside], ['erp.lan', '127.0.0.1:9000', '[::1]:80']);
    for (const url of [
      'http://erp.lan/x',
      'https://erp.lan:8443/',
      'http://127.0.0.1:9000/',
      'http://[::1]/',
    ])
      await expect(allowed.find(url)).resolves.toBeDefined();
    for (const url of [
      'http://crm.lan/',
      'https://127.0.0.1:9001/',
      'https://x.erp.lan/',
      'http://[::1]:81/',
    ])
      await expect(allowed.find(url)).rejects.toMatchObject({ code: 'webhook.address' });
  });
});

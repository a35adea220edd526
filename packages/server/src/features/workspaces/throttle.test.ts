import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createThrottle, network } from './throttle.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('the throttle', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('takes %s for %s', (ip, net) => {
    expect(network(ip)).toBe(net);
  });

  it('counts guesses of one login from everywhere', async () => {
    const throttle = createThrottle(database.db, () => 0);
    for (let n = 0; n < 100; n++) await throttle.attempt('Wang', `192.0.${n}.1`);
    await expect(throttle.attempt('wang', '192.0.2.200')).rejects.toMatchObject({ code: 'request.too-many' });
    await throttle.attempt('li', '192.0.2.200');
  });

  it('survives many at once, right and wrong, without deadlock', async () => {
    const throttle = createThrottle(database.db, () => 0);
    const tries = Array.from({ length: 200 }, async (_, n) => {
      const forgive = await throttle.attempt(`busy${n % 7}`, `198.51.100.${n % 11}`).catch(() => undefined);
      if (n % 2 === 0) await forgive?.();
    });
    await expect(Promise.all(tries)).resolves.toHaveLength(200);
  });

  it('leaves no rows behind after their time', async () => {
    let now = 1_000_000;
    const throttle = createThrottle(database.db, () => now);
    await throttle.attempt('old', '203.0.113.1');
    now += 3_600_000;
    const forgive = await throttle.attempt('new', '203.0.113.2');
    await forgive();
    const { rows } = await database.pool.query(`select bucket from login_attempts where bucket like '%old%'`);
    expect(rows).toEqual([]);
  });
});

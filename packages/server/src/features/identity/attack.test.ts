import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import { createFeeder, partitionInStore, type TestEvent } from './identity-testing.ts';
import { createResolver } from './resolver.ts';

// Write keys stand in web pages. Whoever reads one can post any claimed event: any identities, any type and name,
// any clock, any message id, as often as he likes. Identities with `?` are what such a key sends.

let database: TestDatabase;
let workspaces = 0;
let workspaceId = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  workspaceId = ++workspaces;
});

const victim = ['user victim', 'phone 13800000001', 'unionid:main v'];
const attacker = ['user attacker', 'phone 13900000009', 'unionid:main x'];

function feed() {
  return createFeeder(database.db, createResolver(), workspaceId);
}

async function knownPeople() {
  const feeder = feed();
  await feeder.tick([{ who: victim }, { who: attacker }]);
  return feeder;
}

const groupOf = async (identity: string): Promise<string[]> =>
  (await partitionInStore(database.db, workspaceId)).find((group) => group.includes(identity)) ?? [];

async function expectApart(): Promise<void> {
  const [one, other] = [await groupOf('user victim'), await groupOf('user attacker')];
  expect(one).toEqual(expect.arrayContaining(victim));
  expect(other).toEqual(expect.arrayContaining(attacker));
  expect(one).not.toContain('user attacker');
}

async function listed(): Promise<{ kind: string }[]> {
  const { rows } = await sql<{ kind: string }>`
    select kind from identity_conflicts where workspace_id = ${workspaceId} order by a, b`.execute(
    database.db,
  );
  return rows;
}

describe('a browser key cannot join two known customers', () => {
  const shapes: Record<string, TestEvent[]> = {
    'by one identify that names both': [{ who: ['?user attacker', '?user victim'], type: 'identify' }],
    'by his own account and her phone': [{ who: ['?user attacker', '?phone 13800000001'], type: 'identify' }],
    'by everything at once': [{ who: [...victim, ...attacker].map((one) => `?${one}`) }],
    'by an alias': [{ who: ['?user victim', '?user attacker'], type: 'alias', name: 'Alias Made' }],
    'over a device both are seen with': [
      { who: ['?device d', '?user victim'] },
      { who: ['?device d', '?user attacker'] },
    ],
    'over an anonymous id he invents': [
      { who: ['?anonymous z', '?user attacker'] },
      { who: ['?anonymous z', '?phone 13800000001'] },
    ],
    'over a phone nobody has': [
      { who: ['?user victim', '?phone 13700000000'] },
      { who: ['?user attacker', '?phone 13700000000'] },
    ],
    'over a chain of made-up identities': [
      { who: ['?user victim', '?email a@b.cn'] },
      { who: ['?email a@b.cn', '?member m1'] },
      { who: ['?member m1', '?openid:fake o'] },
      { who: ['?openid:fake o', '?user attacker'] },
    ],
    'over two visitors he joins afterwards': [
      { who: ['?anonymous y', '?user victim'] },
      { who: ['?anonymous z', '?user attacker'] },
      { who: ['?anonymous y', '?anonymous z'] },
    ],
    'by dating his claim before everything': [
      { who: ['?user attacker', '?phone 13800000001'], at: -300 * 86_400_000 },
    ],
    'by a message id that sorts first': [{ who: ['?user attacker', '?phone 13800000001'], id: '' }],
    'by an event named like a decision': [
      {
        who: ['?user attacker'],
        name: 'Identities Joined',
        family: 'system',
        properties: { homes: [1, 2, 3, 4, 5, 6] },
      },
    ],
    'by a withdrawal of what he did not decide': [
      { who: [], name: 'Decision Withdrawn', family: 'system', properties: { decision: 'm1' } },
      {
        who: [],
        name: 'Linking Barred',
        family: 'system',
        properties: { namespace: 'phone', value: '13800000001' },
      },
    ],
    'by a pair whose one half somebody verified': [{ who: ['?user attacker', 'phone 13800000001'] }],
  };
  it.each(Object.entries(shapes))('[ID-05] %s', async (_, events) => {
    const { tick } = await knownPeople();
    for (const event of events) await tick([event]);
    await expectApart();
  });

  it('[ID-05] nor by any claims at all, in any order, before or after the two became known', async () => {
    const pool = [
      ...[...victim, ...attacker].map((one) => `?${one}`),
      ...['?device d', '?anonymous y', '?anonymous z', '?phone 13700000000', '?email a@b.cn', '?member m1'],
    ];
    const claim = fc.record({
      who: fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: 5 }),
      at: fc.integer({ min: -1000, max: 1000 }),
      type: fc.constantFrom('track' as const, 'identify' as const, 'alias' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(claim, { maxLength: 8 }),
        fc.array(claim, { maxLength: 8 }),
        async (before, after) => {
          workspaceId = ++workspaces;
          const { tick } = feed();
          if (before.length > 0) await tick(before);
          await tick([{ who: victim }, { who: attacker }]);
          if (after.length > 0) await tick(after);
          await expectApart();
        },
      ),
      { numRuns: Math.ceil(Number(process.env.YUTANG_PROPERTY_RUNS ?? 600) / 15), verbose: 1 },
    );
  }, 600_000);

  it('[ID-05] and what he tries is listed with low severity, not among real conflicts', async () => {
    const { tick } = await knownPeople();
    await tick([{ who: ['?user attacker', '?phone 13800000001'] }]);
    expect(await listed()).toEqual([{ kind: 'claimed' }]);
  });
});

describe('a browser key cannot spoil what servers know', () => {
  it('[ID-05] claims do not make a phone shared for verified evidence', async () => {
    const { tick } = feed();
    await tick([{ who: ['phone 13800000001', 'unionid:main v'] }]);
    await tick(Array.from({ length: 50 }, (_, i) => ({ who: ['?phone 13800000001', `?user fake${i}`] })));
    await tick([{ who: ['phone 13800000001', 'member m'] }]);
    expect(await groupOf('member m')).toEqual(
      expect.arrayContaining(['phone 13800000001', 'unionid:main v']),
    );
  });

  it('[ID-05] thousands of claims on one account leave its verified evidence working', async () => {
    const { tick } = await knownPeople();
    for (let round = 0; round < 4; round++) {
      const claims = Array.from({ length: 700 }, (_, i) => ({
        who: [
          `?anonymous f${round}-${i}`,
          i % 2 ? '?user victim' : `?anonymous f${round}-${i - 1}`,
          `?device g${i}`,
        ],
      }));
      await tick(claims);
    }
    const [event] = await tick([{ who: ['user victim', 'member m'] }]);
    expect(await groupOf('member m')).toEqual(expect.arrayContaining(victim));
    expect(event?.customer).toBe(1);
    await expectApart();
  });

  it('[ID-05] a claimed account is taken off a phone once its real owner shows himself', async () => {
    const { tick, moves } = feed();
    await tick([{ who: ['phone 13800000001'] }]);
    await tick([{ who: ['?user attacker', '?phone 13800000001'] }]);
    expect(await groupOf('user attacker')).toEqual(['phone 13800000001', 'user attacker']);
    await tick([{ who: ['user attacker', 'unionid:main x'] }]);
    expect(await groupOf('phone 13800000001')).toEqual(['phone 13800000001']);
    expect(moves).toContainEqual(expect.objectContaining({ from: 1, to: 2, reason: 'late-evidence' }));
    expect(await listed()).toEqual([{ kind: 'claimed' }]);
  });

  it('[ID-05] an event with a thousand made-up identities costs no more than sixteen', async () => {
    const { tick } = await knownPeople();
    await tick([
      { who: Array.from({ length: 1000 }, (_, i) => `?anonymous h${String(i).padStart(4, '0')}`) },
    ]);
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from identity_links where workspace_id = ${workspaceId} and claimed`.execute(
      database.db,
    );
    expect(rows[0]?.n).toBe(120);
    await expectApart();
  });
});

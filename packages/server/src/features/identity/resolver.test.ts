import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { writeConflicts } from './conflict-writes.ts';
import { createFeeder, dumpIdentity, partitionInStore } from './identity-testing.ts';
import { createResolver } from './resolver.ts';

let database: TestDatabase;
let workspaceId = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  workspaceId += 1;
});

const feeder = () => createFeeder(database.db, createResolver(), workspaceId);
const partition = () => partitionInStore(database.db, workspaceId);

describe('the resolver', () => {
  it('[ID-01] [ID-02] makes one customer of four WeChat identities that share a unionid', async () => {
    const { tick } = feeder();
    const events = await tick([
      { who: ['openid:oa o1', 'unionid:main u1'], name: 'Account Followed' },
      { who: ['openid:mini o2', 'unionid:main u1'], name: 'Screen Viewed' },
      { who: ['external_userid:corp e1', 'unionid:main u1'], name: 'Contact Added' },
      { who: ['openid:app o3', 'unionid:main u1'], name: 'Signed In' },
    ]);
    expect(await partition()).toEqual([
      ['external_userid:corp e1', 'openid:app o3', 'openid:mini o2', 'openid:oa o1', 'unionid:main u1'],
    ]);
    expect(new Set(events.map((event) => event.customer))).toEqual(new Set([1]));
    expect(new Set(events.map((event) => event.source))).toEqual(new Set([1]));
  });

  it('dates a conflict that left the review list and came back alike, in one tick or in two', async () => {
    const list = (seq: number) => ({
      type: 'list' as const,
      a: 1,
      b: 2,
      kind: 'claimed' as const,
      seq,
      at: seq,
    });
    const changes = [{ type: 'unlist' as const, a: 1, b: 2, seq: 7, at: 7 }, list(7)];
    const opened = async (cuts: (typeof changes)[]) => {
      workspaceId += 1;
      await writeConflicts(database.db as unknown as Tx, workspaceId, [list(1)]);
      for (const cut of cuts) await writeConflicts(database.db as unknown as Tx, workspaceId, cut);
      const { rows } = await sql`
        select opened_seq, opened_at from identity_conflicts where workspace_id = ${workspaceId}`.execute(
        database.db,
      );
      return rows;
    };
    expect(await opened([changes])).toEqual([{ opened_seq: 7, opened_at: 7 }]);
    expect(await opened(changes.map((change) => [change]))).toEqual([{ opened_seq: 7, opened_at: 7 }]);
  });

  it('[ID-04] attaches what an anonymous visitor did to the customer he turns out to be', async () => {
    const { tick, moves } = feeder();
    const views = await tick([
      { who: ['?anonymous a'] },
      { who: ['?anonymous a'] },
      { who: ['?anonymous a'] },
    ]);
    expect(views.map((event) => [event.source, event.customer])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const [login] = await tick([{ who: ['?anonymous a', '?user 7'] }]);
    expect(login).toMatchObject({ source: 2, customer: 1 });
    expect(moves).toEqual([]);
    expect(await partition()).toEqual([['anonymous a', 'user 7']]);
  });

  it('[ID-05] keeps two unionids on one phone apart, and lists them for review', async () => {
    const { tick } = feeder();
    await tick([{ who: ['unionid:main u1', 'phone 13800000001'] }]);
    await tick([{ who: ['unionid:main u2', 'phone 13800000001'] }]);
    expect(await partition()).toEqual([['phone 13800000001', 'unionid:main u1'], ['unionid:main u2']]);
    const { identity_conflicts } = await dumpIdentity(database.db, workspaceId, ['identity_conflicts']);
    expect(identity_conflicts).toHaveLength(1);
    expect(identity_conflicts?.[0]).toContain('exclusive,open');
  });

  it('[ID-10] keeps two shop nicks apart until a phone bridges them', async () => {
    const { tick } = feeder();
    await tick([{ who: ['shop:taobao tom'] }, { who: ['shop:jd tommy', 'phone 13800000002'] }]);
    expect(await partition()).toHaveLength(2);
    await tick([{ who: ['shop:taobao tom', 'phone 13800000002'] }]);
    expect(await partition()).toEqual([['phone 13800000002', 'shop:jd tommy', 'shop:taobao tom']]);
  });

  it('[ID-05] gives an earlier event that arrives late its place, and says who moved', async () => {
    const { tick, moves } = feeder();
    await tick([{ who: ['unionid:main u1', 'phone 13800000001'], at: 100 }]);
    await tick([{ who: ['unionid:main u2', 'phone 13800000001'], at: 200 }]);
    await tick([{ who: ['unionid:main u2', 'phone 13800000001'], at: 50 }]);
    expect(await partition()).toEqual([['phone 13800000001', 'unionid:main u2'], ['unionid:main u1']]);
    expect(moves).toEqual([
      expect.objectContaining({ home: 2, from: 1, to: 2, reason: 'late-evidence' }),
      expect.objectContaining({ home: 3, from: 3, to: 2, reason: 'joined' }),
    ]);
  });

  it('says the same however events are cut into ticks, and after a rebuild', async () => {
    const { tick, replay } = feeder();
    const stories = [
      { who: ['?anonymous a', '?user 1'] },
      { who: ['user 1', 'phone 13800000001'] },
      { who: ['?device d', '?user 1', '?anonymous b'] },
      { who: ['?device d', '?user 2'] },
      { who: ['user 2', 'phone 13800000001'] },
      { who: ['member m', 'phone 13800000001', 'email a@b.cn'], at: 1 },
      { who: ['user 2', 'unionid:main u'] },
      { who: ['anonymous a', 'user 3'], type: 'alias' as const },
    ];
    await tick(stories);
    const whole = await dumpIdentity(database.db, workspaceId);
    for (const cut of [1, 3, 100]) {
      await replay(cut);
      expect(await dumpIdentity(database.db, workspaceId)).toEqual(whole);
    }
  });
});

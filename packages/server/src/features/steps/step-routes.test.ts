import type { StepReport } from '@yutang/contracts/steps';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse, type TestEvent } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

const day = 86_400_000;
const relation = { family: 'relation' as const };
const consumption = { family: 'consumption' as const };

async function analyst() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const answer = await house.app.inject({ method, url, headers, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const get = async (url: string) => {
    const { status, body } = await ask('GET', url);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const report = (query = ''): Promise<StepReport> => get(`/api/steps/report?${query}`);
  /** How many have each step, '-' where it is not tracked. */
  const counts = async (query = '') =>
    (await report(query)).steps.map(({ people, tracked }) => (tracked ? people : '-'));
  const people = async (query: string): Promise<string[]> => {
    const { items, total } = await get(`/api/steps/people?${query}`);
    expect(items).toHaveLength(total);
    return items.map(({ name }: { name: string | null }) => name).sort();
  };
  return { workspaceId, ask, get, report, counts, people, tell: house.tell.bind(house, workspaceId) };
}

const named = (name: string): TestEvent => ({
  who: [`user ${name}`],
  name: 'Profile Updated',
  type: 'identify',
  properties: { name },
});
const viewed = (name: string): TestEvent => ({ who: [`user ${name}`], name: 'Page Viewed' });
const followed = (name: string): TestEvent => ({
  who: [`user ${name}`],
  name: 'Account Followed',
  ...relation,
});
const friend = (name: string): TestEvent => ({ who: [`user ${name}`], name: 'Contact Added', ...relation });
const ordered = (name: string, orderId: string, event = 'Order Completed'): TestEvent => ({
  who: [`user ${name}`],
  name: event,
  ...consumption,
  orderId,
  amountMinor: 100,
});

/** Ten people on a way of six steps; nobody is told of at the fourth, which is to become a member. */
const journey: TestEvent[] = [
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(named),
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(viewed),
  viewed('a'),
  ...['a', 'b', 'c', 'd', 'e'].map(followed),
  ...['a', 'b', 'c', 'i'].map(friend),
  ordered('a', 'o1'),
  ordered('a', 'o1', 'Order Paid'),
  ordered('b', 'o2'),
  ordered('b', 'o3', 'Order Paid'),
  ordered('j', 'o4'),
];

describe('steps toward loyalty', () => {
  it('[DAT-18] of six steps without tracking of the fourth: that says 0 % and not tracked, the others the share with a data point', async () => {
    const { report, people, tell, get } = await analyst();
    await tell(...journey);
    const { people: all, steps, own } = await report();
    expect({ all, own }).toEqual({ all: 10, own: false });
    expect(steps.map(({ key, people, share, tracked }) => [key, people, share, tracked])).toEqual([
      ['seen', 8, 0.8, true],
      ['follower', 5, 0.5, true],
      ['friend', 4, 0.4, true],
      ['member', 0, 0, false],
      ['first_order', 3, 0.3, true],
      // placed and paid of one order are one: only b has two
      ['second_order', 1, 0.1, true],
    ]);
    for (const step of steps) {
      expect((await people(`step=${step.key}`)).length, step.key).toBe(step.people);
      expect((await people(`step=${step.key}&missing=true`)).length, step.key).toBe(10 - step.people);
    }
    expect(await people('step=friend')).toEqual(['a', 'b', 'c', 'i']);
    expect(await people('step=second_order')).toEqual(['b']);
    expect(await people('step=first_order&missing=true')).toEqual(['c', 'd', 'e', 'f', 'g', 'h', 'i']);
    const first = await get('/api/steps/people?step=seen&limit=5');
    const rest = await get(`/api/steps/people?step=seen&limit=5&cursor=${first.nextCursor}`);
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([5, 3, null]);
    // tracking comes back with a single event, of nobody known
    await tell({ name: 'Member Joined', ...relation });
    expect((await report()).steps[3]).toMatchObject({ people: 0, share: 0, tracked: true });
  });

  it('[DAT-18] counts a merged person once, and again as two when they are parted', async () => {
    const { counts, ask, tell, get, workspaceId } = await analyst();
    await tell(...journey);
    const phone = ['phone 13811110000'];
    await tell({ who: phone, name: 'Contact Added', ...relation }, { ...ordered('', 'o9'), who: phone });
    expect(await counts()).toEqual([8, 5, 5, '-', 4, 1]);
    // the phone proves to be b, who is a friend and has two orders already
    await tell({ who: ['phone 13811110000', 'user b'], name: 'Profile Updated' });
    expect((await get('/api/steps/report')).people).toBe(10);
    expect(await counts()).toEqual([8, 5, 4, '-', 3, 1]);
    await house.rebuild(workspaceId);
    expect(await counts()).toEqual([8, 5, 4, '-', 3, 1]);
    const [{ id }] = (await get('/api/customers?q=b')).items;
    const { homes } = await get(`/api/customers/${id}`);
    const own = homes.filter(({ namespace }: { namespace: string }) => namespace === 'phone');
    const parted = await ask('POST', '/api/identity/unmerge', {
      customer: id,
      homes: own.map(({ home }: { home: number }) => home),
      reason: 'a shared phone',
    });
    expect(parted.status, JSON.stringify(parted.body)).toBe(200);
    await house.rest(workspaceId);
    expect(await counts()).toEqual([8, 5, 5, '-', 4, 1]);
  });

  it('keeps to a window of time, a channel and a play, whose people are those with an event there', async () => {
    const { counts, report, tell } = await analyst();
    const now = Date.now();
    await tell(
      { who: ['user a'], name: 'Page Viewed', channel: '抖音', occurredAt: now - 40 * day },
      { who: ['user a'], name: 'Account Followed', ...relation, occurredAt: now - 20 * day, play: 'p1' },
      { who: ['user b'], name: 'Page Viewed', channel: 'douyin', occurredAt: now - 10 * day },
      { who: ['user c'], name: 'Page Viewed', channel: 'website', play: 'p1', occurredAt: now - 10 * day },
    );
    expect(await counts()).toEqual([3, 1, '-', '-', '-', '-']);
    expect((await report()).steps[1]?.lastAt).toBe(now - 20 * day);
    expect(await counts(`from=${now - 30 * day}`)).toEqual([2, 1, '-', '-', '-', '-']);
    expect(await counts(`to=${now - 30 * day}`)).toEqual([1, '-', '-', '-', '-', '-']);
    expect((await report('channel=douyin')).people).toBe(2);
    expect(await counts('channel=douyin')).toEqual([2, 1, '-', '-', '-', '-']);
    expect((await report('play=p1')).people).toBe(2);
    expect(await counts('play=p1')).toEqual([2, 1, '-', '-', '-', '-']);
    // followers are tracked, only nobody of these is one
    expect((await report('play=p1&channel=website')).steps[1]).toMatchObject({ people: 0, tracked: true });
    expect((await report('play=nothing')).steps[0]).toMatchObject({ people: 0, share: null, tracked: true });
  });

  it('are the workspace’s own: written as a whole, in order, on record, and set back', async () => {
    const { ask, get, counts, people, tell, workspaceId } = await analyst();
    await tell(...journey, { who: ['user a'], name: 'Product Used', channel: '小程序' });
    const before = await get('/api/steps');
    expect(before.own).toBe(false);
    const used = {
      name: '用过',
      events: ['Product Used', 'Product Used'],
      channel: 'mini_program',
      times: 1,
    };
    const friends = before.steps[2];
    const written = await ask('PUT', '/api/steps', {
      steps: [
        { ...friends, name: '加了企微' },
        used,
        { ...used, name: '看过两次', events: ['Page Viewed'], channel: null, times: 2 },
      ],
    });
    expect(written).toMatchObject({
      status: 200,
      body: {
        own: true,
        steps: [
          { key: 'friend', name: '加了企微' },
          { key: 'step_1', events: ['Product Used'], channel: 'mini_program' },
          { key: 'step_2', times: 2 },
        ],
      },
    });
    expect(await counts()).toEqual([4, 1, 1]);
    expect(await people('step=step_1')).toEqual(['a']);
    expect(await people('step=step_2')).toEqual(['a']);
    const refused = await ask('PUT', '/api/steps', { steps: [friends, friends] });
    expect(refused).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    const nameless = await ask('PUT', '/api/steps', { steps: [{ ...used, name: null }] });
    expect(nameless.body.title).toContain('body.steps.0.name');
    const system = await ask('PUT', '/api/steps', { steps: [{ ...used, events: ['Pond Entered'] }] });
    expect(system.body.title).toContain('is an event of the system, not of people: Pond Entered');
    expect((await ask('PUT', '/api/steps', { steps: [] })).status).toBe(400);
    expect((await get('/api/steps')).steps).toHaveLength(3);
    expect((await ask('DELETE', '/api/steps')).body).toEqual(before);
    const { rows } = await sql<{ action: string }>`
      select action from audit where workspace_id = ${workspaceId} and target = 'steps' order by id`.execute(
      house.db,
    );
    expect(rows.map(({ action }) => action)).toEqual(['steps.changed', 'steps.reset']);
  });

  it('are read by who reads events and changed by who writes the dictionary; a guide sees none of it', async () => {
    const { workspaceId } = await analyst();
    const as = async (role: 'analyst' | 'guide', method: 'GET' | 'DELETE', url: string) => {
      const { headers } = await makePrincipal(house.db, { workspaceId, role, staffRef: 'g1' });
      return (await house.app.inject({ method, url, headers })).statusCode;
    };
    expect(await as('analyst', 'GET', '/api/steps/report')).toBe(200);
    expect(await as('analyst', 'DELETE', '/api/steps')).toBe(403);
    expect(await as('guide', 'GET', '/api/steps/report')).toBe(403);
    expect(await as('guide', 'GET', '/api/steps/people?step=seen')).toBe(403);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveHouse, type LiveHouse, type TestEvent } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

const day = 86_400_000;

async function owner() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const ask = async (method: 'GET' | 'POST', url: string, payload?: object, as = headers) => {
    const answer = await house.app.inject({ method, url, headers: as, ...(payload && { payload }) });
    expect(answer.statusCode, `${url} ${answer.body}`).toBeLessThan(300);
    return answer.json();
  };
  return { workspaceId, ask, tell: house.tell.bind(house, workspaceId) };
}
const feedback = (who: string, score: number, properties: object, more: TestEvent = {}): TestEvent => ({
  who: [who],
  name: 'Feedback Given',
  properties: { measure: 'csat', score, ...properties },
  ...more,
});

describe('experience', () => {
  it('[DAT-06] scores and complaints stand on the person and per step, with a screen’s worth of owners and follow-ups', async () => {
    const { ask, tell, workspaceId } = await owner();
    await tell(
      {
        who: ['user u1', 'phone 13800000001'],
        name: 'Profile Updated',
        type: 'identify',
        properties: { name: '王小明' },
      },
      { who: ['user u1'], name: 'Owner Assigned', family: 'relation', properties: { staff: 'xiaomei' } },
      feedback('user u1', 5, { step: '下单' }),
      feedback('user u1', 2, { step: '售后', comment: '等了很久' }, { outlet: 'o1' }),
      feedback('user u1', 3, { measure: 'nps', step: '整体' }),
      feedback('user u1', 9, { step: '下单' }),
      {
        who: ['user u1'],
        name: 'Complaint Made',
        properties: { complaintId: 'c1', step: '配送', text: '送错了' },
      },
      { who: ['user u1'], name: 'Complaint Made', properties: { step: '售后' } },
    );
    // CDP: unified, tagged and found; CRM: owner
    const [person] = (await ask('GET', '/api/customers?q=13800000001')).items;
    expect(person).toMatchObject({ name: '王小明', owner: 'xiaomei' });
    const of = `/api/customers/${person.id}`;
    // CEM on the person: 9 of 5 is no score
    expect(await ask('GET', `${of}/experience`)).toMatchObject({
      csat: { answers: 2, mean: 3.5 },
      nps: { answers: 1, latest: 3 },
      open: 2,
      followUps: [],
      nextAt: null,
    });

    const figures = await ask('GET', '/api/experience');
    expect(figures.total).toMatchObject({
      csat: { answers: 2, satisfied: 1, mean: 3.5, value: null },
      nps: { answers: 1, detractors: 1, value: null },
      complaints: { made: 2, open: 2 },
      low: 2,
    });
    const steps = new Map(figures.items.map((row: { key: string }) => [row.key, row]));
    expect([...steps.keys()].sort()).toEqual(['下单', '售后', '整体', '配送'].sort());
    expect(steps.get('售后')).toMatchObject({
      figures: { csat: { answers: 1 }, complaints: { made: 1 }, low: 1 },
    });

    const low = await ask('GET', '/api/experience/entries?low=true');
    expect(low.items).toMatchObject([
      { kind: 'nps', score: 3, owner: 'xiaomei', customer: person.id },
      { kind: 'csat', score: 2, owner: 'xiaomei', note: '等了很久', outlet: 'o1' },
    ]);
    expect(
      (await ask('GET', '/api/experience/entries?step=%E5%94%AE%E5%90%8E&open=true')).items,
    ).toHaveLength(1);

    // CRM: a follow-up with the day to come back stands on the timeline and in the list of what is due
    const nextAt = Date.now() - 1000;
    const after = await ask('POST', `${of}/follow-ups`, { note: '已致电,周五回访', nextAt });
    expect(after).toMatchObject({ nextAt, followUps: [{ note: '已致电,周五回访', nextAt }] });
    expect((await ask('GET', '/api/follow-ups?due=true&owner=xiaomei')).items).toMatchObject([
      { customer: person.id, name: '王小明', owner: 'xiaomei', due: true, nextAt },
    ]);
    await house.rest(workspaceId);
    const timeline = await ask('GET', `${of}/timeline?name=${encodeURIComponent('Follow-up Noted')}`);
    expect(timeline.items).toHaveLength(1);
    await ask('POST', `${of}/follow-ups`, { note: '不用再联系' });
    expect((await ask('GET', '/api/follow-ups')).items).toEqual([]);

    // one complaint ends, by its number; the other by the service desk's own event
    const complaint = (await ask('GET', '/api/experience/entries?open=true')).items[1];
    expect(await ask('POST', `${of}/complaints/${complaint.seq}/resolve`, { note: '已补发' })).toMatchObject({
      open: 1,
    });
    await tell({ who: ['user u1'], name: 'Complaint Resolved', family: 'system', properties: {} });
    expect((await ask('GET', '/api/experience')).total.complaints).toEqual({ made: 2, open: 0 });

    // the same after a rebuild, and for the person
    const before = await ask('GET', `${of}/experience`);
    await house.rebuild(workspaceId);
    expect(await ask('GET', `${of}/experience`)).toEqual(before);
    const exported = await ask('GET', `${of}/export`);
    expect(exported.data.experience.entries).toHaveLength(7);
    expect(exported.data.experience.followUps).toHaveLength(2);
  });

  it('has rates with an interval from thirty answers on, by outlet and within a window', async () => {
    const { ask, tell } = await owner();
    const at = Date.now() - 3 * day;
    await tell(
      ...Array.from({ length: 60 }, (_, n) =>
        feedback(`user u${n}`, n % 6 ? 5 : 1, {}, { outlet: n < 40 ? 'big' : 'small', occurredAt: at + n }),
      ),
      ...Array.from({ length: 40 }, (_, n) =>
        feedback(
          `user u${n}`,
          n % 2 ? 10 : n % 4 ? 7 : 0,
          { measure: 'nps' },
          { outlet: 'big', occurredAt: at + n },
        ),
      ),
      feedback('user old', 1, {}, { outlet: 'big', occurredAt: at - 30 * day }),
    );
    const { items, total, few } = await ask('GET', `/api/experience?by=outlet&from=${at}&to=${at + day}`);
    expect(few).toBe(30);
    expect(total.csat).toMatchObject({ answers: 60, satisfied: 50 });
    const [big, small] = items;
    expect(big).toMatchObject({
      key: 'big',
      figures: { csat: { answers: 40, satisfied: 33, value: 33 / 40 } },
    });
    expect(big.figures.csat.low).toBeLessThan(33 / 40);
    expect(big.figures.nps).toMatchObject({
      answers: 40,
      promoters: 20,
      passives: 10,
      detractors: 10,
      value: 25,
    });
    expect(small).toMatchObject({ key: 'small', figures: { csat: { answers: 20, value: null } } });
  });

  it('shows nobody else’s customers to a guide, and no words to an analyst', async () => {
    const { ask, tell, workspaceId } = await owner();
    await tell(feedback('user u1', 1, { comment: '态度差' }), feedback('user u2', 1, { comment: '太慢' }), {
      who: ['user u1'],
      name: 'Owner Assigned',
      family: 'relation',
      properties: { staff: 'mine' },
    });
    const guide = await makePrincipal(house.db, { workspaceId, role: 'guide', staffRef: 'mine' });
    expect((await ask('GET', '/api/experience/entries', undefined, guide.headers)).items).toMatchObject([
      { note: '态度差', owner: 'mine' },
    ]);
    const analyst = await makePrincipal(house.db, { workspaceId, role: 'analyst' });
    const seen = await ask('GET', '/api/experience/entries', undefined, analyst.headers);
    expect(seen.items.map(({ note }: { note: string }) => note)).toEqual(['****', '****']);
  });
});

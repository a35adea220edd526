import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, dumpFolds, foldLog } from '../../../testing/fold-world.ts';
import { createLiveHouse, type LiveHouse, type TestEvent } from '../../../testing/live-house.ts';
import { makePrincipal } from '../../../testing/principals.ts';
import { insertSource } from '../ingestion/index.ts';
import { heldWords } from './held-words.ts';

let house: LiveHouse;
beforeAll(async () => {
  house = await createLiveHouse();
}, 120_000);
afterAll(() => house.close());

const hour = 3_600_000;
const keyless = { keyHash: null, keyPublic: null, keyHint: null, channel: null, staleAfterMs: null };

/** A workspace with a sales system and an after-sale system, each owned by its department. */
async function brand() {
  const { headers, workspaceId } = await makePrincipal(house.db);
  const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, as = headers) => {
    const answer = await house.app.inject({ method, url, headers: as, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const good = async (method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) => {
    const { status, body } = await ask(method, url, payload);
    expect(status, `${url} ${JSON.stringify(body)}`).toBeLessThan(300);
    return body;
  };
  const source = (name: string, kind: 'server' | 'browser') =>
    insertSource(house.db, workspaceId, { ...keyless, name, kind, createdBy: 'test' });
  const sales = await source('销售 CRM', 'server');
  const service = await source('售后工单', 'server');
  const web = await source('官网', 'browser');
  const unit = async (name: string): Promise<number> => {
    await good('POST', '/api/units', { kind: 'department', name, parentId: null });
    const { rows } = await sql<{ id: number }>`
      select id from units where workspace_id = ${workspaceId} and name = ${name}`.execute(house.db);
    return rows[0]?.id as number;
  };
  const salesUnit = await unit('销售部');
  const serviceUnit = await unit('售后部');
  await good('PUT', `/api/sources/${sales}/department`, { unitId: salesUnit });
  await good('PUT', `/api/sources/${service}/department`, { unitId: serviceUnit });
  const at = Date.now() - 10 * hour;
  const says = (sourceId: number, hours: number, traits: Record<string, unknown>, more: TestEvent = {}) =>
    house.tell(workspaceId, {
      who: ['user u1'],
      name: 'Profile Updated',
      type: 'identify',
      sourceId,
      occurredAt: at + hours * hour,
      properties: traits,
      ...more,
    });
  return { headers, workspaceId, ask, good, sales, service, web, salesUnit, serviceUnit, says };
}

describe('field rules', () => {
  it('[DAT-03] sales and after-sale disagree on a phone → the policy decides, and the lineage shows both sides and why', async () => {
    const { good, ask, says, sales, service, serviceUnit, workspaceId } = await brand();
    const of = (phone: string) => ({ who: ['user u1', `phone ${phone}`] });
    await says(service, 1, { name: '王小明', phone: '13800000001' }, of('13800000001'));
    await says(sales, 2, { name: '王晓明', phone: '13900000002' }, of('13900000002'));
    const [person] = (await good('GET', '/api/customers')).items;
    const field = async (key: string) =>
      (await good('GET', `/api/customers/${person.id}/attributes`)).items.find(
        (item: { key: string }) => item.key === key,
      );

    // nobody ruled: the latest word
    expect(person).toMatchObject({ name: '王晓明', phone: '13900000002' });
    expect(await field('phone')).toMatchObject({
      value: '13900000002',
      source: '销售 CRM',
      department: '销售部',
      policy: 'latest',
      why: { code: 'latest', against: service, againstSource: '售后工单' },
    });

    const draft = { policy: 'priority', places: [`unit:${serviceUnit}`, `source:${sales}`] };
    const preview = await good('POST', '/api/field-rules/phone/preview', draft);
    expect(preview).toEqual({
      people: 1,
      sample: [{ customer: person.id, name: '王晓明', before: '13900000002', after: '13800000001' }],
    });
    expect((await field('phone')).policy).toBe('latest');
    for (const key of ['phone', 'name']) await good('PUT', `/api/field-rules/${key}`, draft);

    expect(await field('phone')).toMatchObject({
      value: '13800000001',
      source: '售后工单',
      department: '售后部',
      policy: 'priority',
      why: { code: 'priority', against: sales, againstSource: '销售 CRM' },
      words: [
        { value: '13800000001', department: '售后部', sourceId: service },
        { value: '13900000002', department: '销售部', sourceId: sales },
      ],
    });
    // list, search and export follow
    const [listed] = (await good('GET', `/api/customers?q=${encodeURIComponent('小明')}`)).items;
    expect(listed).toMatchObject({ name: '王小明', phone: '13800000001' });
    const exported = await good('GET', `/api/customers/${person.id}/export`);
    expect(exported.data.customers.held).toMatchObject({ phone: '13800000001', name: '王小明' });

    // a newer word of the source that stands behind changes nothing; one of the first does
    await says(sales, 3, { name: '王小茗' });
    expect((await good('GET', `/api/customers/${person.id}`)).name).toBe('王小明');
    await says(service, 4, { name: '王明' });
    expect((await good('GET', `/api/customers/${person.id}`)).name).toBe('王明');
    // the first takes its word back: the next in line is believed
    await says(service, 5, { name: null });
    expect((await good('GET', `/api/customers/${person.id}`)).name).toBe('王小茗');

    const rules = await good('GET', '/api/field-rules');
    expect(rules.items.find((item: { key: string }) => item.key === 'phone')).toMatchObject({
      ...draft,
      people: 1,
      conflicting: 1,
      sources: [sales, service],
    });
    const conflicts = await good('GET', '/api/field-rules/phone/people');
    expect(conflicts.items).toMatchObject([{ customer: person.id, words: [{ sourceId: service }, {}] }]);
    const { rows: audited } = await sql<{ details: { people: number } }>`
      select details from audit where workspace_id = ${workspaceId} and action = 'field-rule.changed'
        and target = 'field:phone'`.execute(house.db);
    expect(audited).toMatchObject([{ details: { from: 'latest', to: 'priority', people: 1 } }]);
    for (const places of [[], ['source:999999']])
      expect((await ask('PUT', '/api/field-rules/phone', { policy: 'priority', places })).status).toBe(400);
  });

  it('keep the first word, or believe what was said with a secret key', async () => {
    const { good, says, web, sales } = await brand();
    await says(sales, 1, { name: '甲', city: '上海' });
    await says(web, 2, { name: '乙', city: '北京' }, { verified: false });
    const [person] = (await good('GET', '/api/customers')).items;
    expect(person.name).toBe('乙');
    await good('PUT', '/api/field-rules/name', { policy: 'verified', places: [] });
    expect((await good('GET', `/api/customers/${person.id}`)).name).toBe('甲');
    await good('PUT', '/api/field-rules/city', { policy: 'earliest', places: [] });
    const { items } = await good('GET', `/api/customers/${person.id}/attributes`);
    expect(items).toMatchObject([
      { key: 'city', value: '上海', why: { code: 'earliest', against: web } },
      { key: 'name', value: '甲', why: { code: 'verified', against: web } },
    ]);
    // back to the latest word
    await good('PUT', '/api/field-rules/name', { policy: 'latest', places: [] });
    expect((await good('GET', `/api/customers/${person.id}`)).name).toBe('乙');
  });

  it('decide as defined, whatever the order in which words and merges came', async () => {
    let workspaceId = 9000;
    const word = fc.record({
      source: fc.nat(3),
      who: fc.nat(2),
      at: fc.nat(20),
      value: fc.constantFrom('甲', '乙', '丙', null),
      verified: fc.boolean(),
    });
    const policies = ['latest', 'priority', 'earliest', 'verified'] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 14 }), async (words) => {
        const ranks: Record<string, number> = { 2: 1, 3: 2 };
        for (const policy of policies) {
          const world = createWorld(++workspaceId);
          const people = ['phone 13800000001', 'email a@x.com', 'device d1'];
          const said = words.map(({ source, who, at, value, verified }) => {
            const event = world.add([people[who] as string], {
              name: 'Profile Updated',
              type: 'identify',
              sourceId: source || null,
              properties: { name: value },
            });
            event.occurredAt = at;
            event.identities = event.identities.map((identity) => ({ ...identity, verified }));
            return { source, at, seq: event.seq, value, verified: verified || source === 0 };
          });
          const here = [...new Set(words.map(({ who }) => people[who] as string))];
          for (const other of here.slice(1)) world.join(here[0] as string, other);
          if (policy !== 'latest')
            await sql`insert into field_rules (workspace_id, key, policy, places, ranks, updated_at, updated_by)
              values (${workspaceId}, 'name', ${policy}, '{}', ${JSON.stringify(ranks)}::jsonb, 0, 'test')`.execute(
              house.db,
            );
          await foldLog(house.db, world, [3, 6]);
          const [held] = await heldWords(house.db, workspaceId, sql`a.key = 'name'`);

          // the definition, word by word
          const later = (a: { at: number; seq: number }, b: { at: number; seq: number }) =>
            b.at - a.at || b.seq - a.seq;
          const standing = [...new Set(said.map(({ source }) => source))].map((source) => {
            const own = said.filter((each) => each.source === source).sort(later);
            const first = own.at(-1) as (typeof own)[number];
            return { ...(own[0] as (typeof own)[number]), firstAt: first.at, firstSeq: first.seq };
          });
          const spoken = standing.filter(({ value }) => value !== null);
          const candidates = policy === 'latest' || spoken.length === 0 ? standing : spoken;
          const [expected] = candidates.sort((a, b) => {
            if (policy === 'priority' && a.source !== b.source) {
              const gap = (ranks[a.source] ?? 99) - (ranks[b.source] ?? 99);
              if (gap !== 0) return gap;
            }
            if (policy === 'verified' && a.verified !== b.verified) return a.verified ? -1 : 1;
            if (policy === 'earliest') return a.firstAt - b.firstAt || a.firstSeq - b.firstSeq;
            return later(a, b);
          });
          expect(held?.value, policy).toBe(expected?.value);
          const { customers = [] } = await dumpFolds(house.db, workspaceId);
          expect(JSON.parse(customers[0] as string).name, policy).toBe(expected?.value ?? null);
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Import, ImportFile, ImportSpec, Preview } from '@yutang/contracts/imports';
import { type AcceptedEvent, unpackEvents } from '@yutang/core/events';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFeatureApp } from '../../../testing/feature-app.ts';
import { makePrincipal, type TestPrincipal } from '../../../testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../../testing/test-database.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { createInbox } from '../../platform/inbox/inbox.ts';
import { createDictionary } from '../dictionary/index.ts';
import { createImports, type Imports } from './index.ts';

let database: TestDatabase;
let app: HttpApp;
let imports: Imports;
let owner: TestPrincipal;
let folder: string;
/** What the engine was asked to take back; a test says when it is done. */
const retractions: { workspaceId: number; origin: number; state: 'waiting' | 'done' | 'failed' }[] = [];

async function call<T = never>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) {
  const answer = await app.inject({ method, url, headers: owner.headers, ...(payload ? { payload } : {}) });
  const json = /json/.test(String(answer.headers['content-type']));
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects by asserting on it
  return { status: answer.statusCode, body: (json ? JSON.parse(answer.body) : answer.body) as T & any };
}

async function upload(
  name: string,
  content: string | Buffer,
): Promise<{ status: number; body: ImportFile & { code?: string } }> {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/imports/files?name=${encodeURIComponent(name)}`,
    headers: { ...owner.headers, 'content-type': 'text/csv' },
    payload: Buffer.from(content),
  });
  return { status: answer.statusCode, body: JSON.parse(answer.body) };
}

async function until(id: number, wanted: (state: Import) => boolean): Promise<Import> {
  for (let waits = 0; ; waits++) {
    const { body } = await call<Import>('GET', `/api/imports/${id}`);
    if (wanted(body)) return body;
    if (waits > 800) throw new Error(`not reached: ${JSON.stringify(body)}`);
    await sleep(10);
  }
}
const ended = (state: Import) => ['done', 'failed', 'undone'].includes(state.state);

async function run(content: string | Buffer, spec?: Partial<ImportSpec>, name = 'file.csv'): Promise<Import> {
  const { body: file } = await upload(name, content);
  const { body } = await call<Import>('POST', '/api/imports', {
    fileId: file.id,
    spec: { ...file.guess, ...spec },
  });
  if (!body.id) throw new Error(JSON.stringify(body));
  return until(body.id, ended);
}

async function posted(workspaceId = owner.workspaceId): Promise<AcceptedEvent[]> {
  const { rows } = await sql<{ body: Buffer }>`
    select body from inbox where workspace_id = ${workspaceId} order by id`.execute(database.db);
  return rows.flatMap(({ body }) => unpackEvents(body.toString()));
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'yutang-imports-'));
  const dictionary = createDictionary({ db: database.db, now: Date.now });
  imports = createImports({
    db: database.db,
    inbox: createInbox({ db: database.db }),
    dictionary,
    retraction: {
      request: async (_tx, workspaceId, origin) =>
        retractions.push({ workspaceId, origin, state: 'waiting' }),
      state: async (_workspaceId, id) => ({
        state: retractions[id - 1]?.state ?? 'waiting',
        error: 'told so',
      }),
    },
    zoneOf: async () => 'Asia/Shanghai',
    clockOf: async () => Date.now,
    dataFolder: folder,
    now: Date.now,
  });
  app = await createFeatureApp(database.db, [dictionary.feature, imports.feature]);
});
beforeEach(async () => {
  owner = await makePrincipal(database.db);
});
afterAll(async () => {
  await app.close();
  await imports.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const crm = [
  '会员卡号,姓名,手机号,会员等级,入会时间',
  'XM1,李鱼,13812345678,金卡,2020-01-02',
  'XM2,王塘,138****0000,银卡,2021-05-06',
  ',没有,,,',
  'XM3,"张, 三",13900001111,普卡,很久以前',
].join('\r\n');

describe('[ID-08] importing customers', () => {
  it('shows what would happen, with errors by line and column, before anything does', async () => {
    const { status, body: file } = await upload('会员 2026-11.csv', `\ufeff${crm}`);
    expect(status).toBe(201);
    expect(file).toMatchObject({
      name: '会员 2026-11.csv',
      format: 'csv',
      compression: 'none',
      encoding: 'utf-8',
      delimiter: ',',
      header: ['会员卡号', '姓名', '手机号', '会员等级', '入会时间'],
      guess: { kind: 'customers', source: '会员' },
    });
    const { body } = await call<Preview>('POST', '/api/imports/preview', {
      fileId: file.id,
      spec: file.guess,
    });
    expect(body).toMatchObject({
      complete: true,
      faults: [],
      totals: { read: 4, accepted: 2, rejected: 2, repeated: 0, customers: 2, anonymous: 0 },
    });
    expect(body.totals.events).toEqual({ 'Profile Updated': 2, 'Member Joined': 2 });
    expect(
      body.rows.map(({ line, accepted, becomes, problems }: Preview['rows'][number]) => [
        line,
        accepted,
        becomes.length,
        problems.map(({ column, code }) => `${column} ${code}`),
      ]),
    ).toEqual([
      [2, true, 2, []],
      [3, true, 2, ['手机号 identity']],
      [4, false, 0, ['null no-identity']],
      [5, false, 0, ['入会时间 time']],
    ]);
    expect(await posted()).toEqual([]);
    const broken = { ...file.guess, columns: [{ column: 'none', field: 'attribute:x' }] };
    const faults = await call<Preview>('POST', '/api/imports/preview', { fileId: file.id, spec: broken });
    expect(faults.body.faults.map(({ code }: { code: string }) => code)).toEqual(['no-column', 'missing']);
    expect(faults.body.rows).toHaveLength(4);
    expect((await call('POST', '/api/imports', { fileId: file.id, spec: broken })).body.code).toBe(
      'imports.mapping',
    );
  });

  it('takes every row in once, as history, and reports what it refused', async () => {
    const done = await run(crm, { source: 'crm' });
    expect(done).toMatchObject({
      state: 'done',
      read: 4,
      accepted: 2,
      repeated: 0,
      rejected: 2,
      events: 4,
      progress: 1,
    });
    const events = await posted();
    expect(
      events.map(({ messageId, name, history }) => [messageId.replace(/[0-9a-f]{32}/, '#'), name, history]),
    ).toEqual([
      ['import:crm:#', 'Profile Updated', true],
      ['import:crm:#:member', 'Member Joined', true],
      ['import:crm:#', 'Profile Updated', true],
      ['import:crm:#:member', 'Member Joined', true],
    ]);
    expect(events[0]?.identities).toEqual([
      { namespace: 'member', value: 'XM1', verified: true },
      { namespace: 'phone', value: '13812345678', verified: true },
    ]);
    const again = await run(crm, { source: 'crm' });
    expect(again).toMatchObject({ accepted: 0, repeated: 2, rejected: 2, events: 0 });
    const elsewhere = await run(crm, { source: 'other' });
    expect(elsewhere.accepted).toBe(2);
    const { body: csv } = await call<string>('GET', `/api/imports/${done.id}/rejects.csv`);
    expect(csv).toBe(
      [
        '\ufeffline,rejected,column,code,reason,row',
        '3,false,手机号,identity,"is masked, so it is left out","XM2,王塘,138****0000,银卡,2021-05-06"',
        '4,true,,no-identity,has no usable identity,",没有,,,"',
        '5,true,入会时间,time,is not a time: 很久以前,"XM3,""张, 三"",13900001111,普卡,很久以前"',
        '',
      ].join('\r\n'),
    );
    const { body: rejects } = await call('GET', `/api/imports/${done.id}/rejects?limit=2`);
    expect(rejects.items.map(({ line }: { line: number }) => line)).toEqual([3, 4]);
    expect(done.reasons.map(({ code, count, note }) => [code, count, note ?? false])).toEqual([
      ['identity', 1, true],
      ['no-identity', 1, false],
      ['time', 1, false],
    ]);
  });

  it('counts a corrected or changed row, and not the ones that stayed', async () => {
    await run(crm, { source: 'crm' });
    const changed = crm.replace('很久以前', '2022-02-02').replace('李鱼', '李渔');
    expect(await run(changed, { source: 'crm' })).toMatchObject({ accepted: 2, repeated: 1, rejected: 1 });
  });
});

const lines = (rows: [order: string, sku: string, quantity: number, price: number, customer?: string][]) =>
  [
    'order,time,sku,quantity,price,customer_id',
    ...rows.map((row) => [row[0], '2024-01-02 10:00', ...row.slice(1)].join(',')),
  ].join('\n');

describe('[DAT-12] importing orders', () => {
  it('makes one event of the lines of an order, even when others stand between', async () => {
    const done = await run(
      lines([
        ['A', 'x', 1, 10, 'u1'],
        ['B', 'x', 1, 3],
        ['A', 'y', 2, 5, 'u1'],
        ['A', 'y', 2, 5, 'u1'],
      ]),
    );
    expect(done).toMatchObject({ accepted: 4, events: 2 });
    const [a, b] = await posted();
    expect(a).toMatchObject({
      messageId: 'import:file:A',
      name: 'Order Completed',
      orderId: 'A',
      amountMinor: 3000,
      occurredAt: Date.parse('2024-01-02T10:00:00+08:00'),
      identities: [{ namespace: 'user', value: 'u1', verified: true }],
    });
    expect(a?.properties.products).toHaveLength(3);
    expect(b).toMatchObject({ orderId: 'B', amountMinor: 300, identities: [] });
  });

  it('adds a line that was refused and corrected later as a part of its order, and nothing twice', async () => {
    const wrong = lines([
      ['A', 'x', 1, 10],
      ['A', 'y', 2, 5],
      ['A', 'y', 2, 5],
    ]).replace('A,2024-01-02 10:00,y,2,5\nA', 'A,2024-01-02 10:00,y,two,5\nA');
    expect(await run(wrong)).toMatchObject({ accepted: 2, rejected: 1 });
    const right = lines([
      ['A', 'x', 1, 10],
      ['A', 'y', 2, 5],
      ['A', 'y', 2, 5],
    ]);
    expect(await run(right)).toMatchObject({ accepted: 1, repeated: 2, events: 1 });
    expect(await run(right)).toMatchObject({ accepted: 0, repeated: 3 });
    const events = await posted();
    expect(
      events.map(({ messageId, amountMinor, properties }) => [messageId, amountMinor, properties.part]),
    ).toEqual([
      ['import:file:A', 2000, undefined],
      ['import:file:A:+2', 1000, 2],
    ]);
  });

  it('refuses what the dictionary enforces, with the property and the reason', async () => {
    await call('PUT', '/api/dictionary/Order%20Completed', {
      family: 'consumption',
      properties: { coupon: { type: 'string', required: true } },
      owner: null,
      mode: 'enforce',
      zh: null,
      description: null,
    });
    const done = await run(
      lines([
        ['A', 'x', 1, 10],
        ['A', 'y', 1, 10],
      ]),
    );
    expect(done).toMatchObject({ accepted: 0, rejected: 2, events: 0 });
    expect(done.reasons[0]).toMatchObject({
      code: 'dictionary-missing',
      reason: 'property coupon is required',
      count: 2,
    });
  });
});

/** Orders of several lines, interleaved, some wrong, some repeated exactly. */
function bigFile(orders: number): string {
  const rows: string[] = [];
  for (let i = 0; i < orders; i++) {
    for (let j = 0; j < 4; j++) {
      const order = Math.max(0, i - (j % 3) * 7);
      rows.push(
        `O${order},2024-01-02 10:00,s${j},${(i + j) % 11 === 0 ? 'x' : (i % 3) + 1},1.5,u${order % 50}`,
      );
    }
  }
  return ['order,time,sku,quantity,price,customer_id', ...rows].join('\n');
}
const told = (events: AcceptedEvent[]) =>
  events
    .map(({ messageId, amountMinor, properties, context }) => [
      messageId,
      amountMinor,
      properties,
      context.line,
    ])
    .sort();

describe('[DAT-02] an import that is interrupted', () => {
  it('goes on after a kill at any batch exactly as if it had never stopped, gzip or not', async () => {
    const content = bigFile(3000);
    const straight = await run(content);
    const expected = told(await posted());
    expect(straight.read).toBe(12_000);
    for (const compressed of [false, true]) {
      owner = await makePrincipal(database.db);
      const { body: file } = await upload('file.csv', compressed ? gzipSync(content) : content);
      const { body: started } = await call<Import>('POST', '/api/imports', {
        fileId: file.id,
        spec: file.guess,
      });
      // a worker that vanishes: what it had not committed is gone, what it had must not come again
      for (let kills = 0; kills < 5; kills++) {
        await until(started.id, (state) => state.state === 'done' || state.read > kills * 2000);
        await sql`update imports set worker = 'vanished', heartbeat_at = 0
          where workspace_id = ${owner.workspaceId} and state = 'running'`.execute(database.db);
        await call('POST', `/api/imports/${started.id}/pause`);
        await call('POST', `/api/imports/${started.id}/resume`);
      }
      const done = await until(started.id, ended);
      expect(done).toMatchObject({
        state: 'done',
        read: straight.read,
        accepted: straight.accepted,
        rejected: straight.rejected,
        repeated: 0,
        events: straight.events,
      });
      expect(JSON.stringify(told(await posted())) === JSON.stringify(expected)).toBe(true);
    }
  });

  it('pauses, says so, and goes on when told', async () => {
    const { body: file } = await upload('file.csv', bigFile(4000));
    const { body: started } = await call<Import>('POST', '/api/imports', {
      fileId: file.id,
      spec: file.guess,
    });
    const paused = await call<Import>('POST', `/api/imports/${started.id}/pause`);
    expect(paused.body.state).toBe('paused');
    await sleep(200);
    const { body: still } = await call<Import>('GET', `/api/imports/${started.id}`);
    expect(still.state).toBe('paused');
    expect((await call('POST', `/api/imports/${started.id}/pause`)).body).toMatchObject({
      code: 'imports.state',
      status: 409,
    });
    expect((await call('DELETE', `/api/imports/files/${file.id}`)).status).toBe(204);
    await call('POST', `/api/imports/${started.id}/resume`);
    const failed = await until(started.id, ended);
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed.fault).toContain('no longer on this server');
  });

  it('tells a damaged gzip file, and keeps what was read before', async () => {
    const whole = gzipSync(bigFile(10_000));
    const done = await run(whole.subarray(0, whole.length - 200));
    expect(done).toMatchObject({
      state: 'failed',
      fault: 'The gzip file is damaged or was cut off; upload it again.',
    });
    expect((await posted()).length).toBe(done.events);
  });

  it('holds back while the engine has too much to do', async () => {
    const heap = sql`insert into inbox (workspace_id, accepted_at, items, body) values (${owner.workspaceId}, 1, 300000, '[]')`;
    await heap.execute(database.db);
    const { body: file } = await upload('file.csv', lines([['A', 'x', 1, 10]]));
    const { body: started } = await call<Import>('POST', '/api/imports', {
      fileId: file.id,
      spec: file.guess,
    });
    expect(await until(started.id, (state) => state.waiting)).toMatchObject({ state: 'running', read: 0 });
    await sql`delete from inbox where workspace_id = ${owner.workspaceId}`.execute(database.db);
    expect(await until(started.id, ended)).toMatchObject({ state: 'done', accepted: 1, waiting: false });
  });
});

describe('[DAT-02] undoing an import', () => {
  it('waits for what it posted, has its origin retracted, and lets the rows be imported again under new ids', async () => {
    const done = await run(lines([['A', 'x', 1, 10]]));
    const [event] = await posted();
    const undoing = await call<Import>('POST', `/api/imports/${done.id}/undo`);
    expect(undoing.body.state).toBe('undoing');
    await sleep(100);
    expect(retractions.filter(({ workspaceId }) => workspaceId === owner.workspaceId)).toEqual([]);
    // the engine takes it in
    await sql`delete from inbox where workspace_id = ${owner.workspaceId}`.execute(database.db);
    for (let waits = 0; retractions.at(-1)?.workspaceId !== owner.workspaceId && waits < 300; waits++)
      await sleep(10);
    const asked = retractions.at(-1);
    expect(asked).toMatchObject({ workspaceId: owner.workspaceId, origin: event?.sourceId });
    expect((await call<Import>('GET', `/api/imports/${done.id}`)).body.state).toBe('undoing');
    if (asked) asked.state = 'done';
    expect((await until(done.id, ended)).state).toBe('undone');
    expect((await call('POST', `/api/imports/${done.id}/undo`)).body.code).toBe('imports.state');
    const again = await run(lines([['A', 'x', 1, 10]]));
    expect(again).toMatchObject({ accepted: 1, repeated: 0 });
    expect((await posted())[0]?.messageId).toBe('import:file~1:A');
  });

  it('says when the engine could not, and can be asked again but not resumed', async () => {
    const done = await run(lines([['A', 'x', 1, 10]]));
    await sql`delete from inbox where workspace_id = ${owner.workspaceId}`.execute(database.db);
    await call('POST', `/api/imports/${done.id}/undo`);
    for (let waits = 0; retractions.at(-1)?.workspaceId !== owner.workspaceId && waits < 300; waits++)
      await sleep(10);
    const asked = retractions.at(-1);
    if (asked) asked.state = 'failed';
    expect(await until(done.id, ended)).toMatchObject({ state: 'failed', fault: 'told so' });
    expect((await call('POST', `/api/imports/${done.id}/resume`)).body.code).toBe('imports.state');
    await call('POST', `/api/imports/${done.id}/undo`);
    for (let waits = 0; retractions.at(-1) === asked && waits < 300; waits++) await sleep(10);
    const second = retractions.at(-1);
    if (second) second.state = 'done';
    expect((await until(done.id, ended)).state).toBe('undone');
  });
});

describe('[INT-01] files of all sorts', () => {
  it('are recognised by their bytes: encodings, delimiters, JSON lines, gzip', async () => {
    const gbk = Buffer.from([
      0xd0, 0xd5, 0xc3, 0xfb, 0x3b, 0xca, 0xd6, 0xbb, 0xfa, 0x0a, 0xc0, 0xee, 0x3b, 0x31, 0x0a,
    ]);
    expect((await upload('a.csv', gbk)).body).toMatchObject({
      encoding: 'gb18030',
      delimiter: ';',
      header: ['姓名', '手机'],
      sample: [['李', '1']],
    });
    const json =
      '{"event":"签到","timestamp":"2024-01-01","userId":"u1","properties":{"a":1},"context":{"ip":"1"}}\n';
    const file = (await upload('log.txt', gzipSync(json))).body;
    expect(file).toMatchObject({ format: 'jsonl', compression: 'gzip', guess: { kind: 'events' } });
    expect(await run(json, {}, 'log.jsonl')).toMatchObject({ accepted: 1 });
    expect((await posted())[0]).toMatchObject({
      name: '签到',
      properties: { a: 1 },
      sourceId: expect.any(Number),
    });
    expect((await upload('t.tsv', 'a\tb\n1\t2\n')).body.delimiter).toBe('\t');
    expect((await call('GET', '/api/imports/files')).body.items).toHaveLength(4);
  });

  it('are refused with what to do instead', async () => {
    const code = async (content: string | Buffer) => (await upload('x.csv', content)).body.code;
    expect(await code(Buffer.from('\ufeffa,b\n1,2', 'utf16le'))).toBe('imports.encoding');
    expect(await code(Buffer.from([0x61, 0xff, 0x0a, 0xff, 0xff]))).toBe('imports.encoding');
    expect(await code(Buffer.from('PK\x03\x04rest'))).toBe('imports.format');
    expect(await code(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))).toBe('imports.format');
    expect(await code('[{"a":1}]')).toBe('imports.format');
    expect(await code('')).toBe('imports.empty');
    expect(await code('a,b\n')).toBe('imports.empty');
    expect(await code('a,a\n1,2\n')).toBe('imports.header');
    expect(await code('a,,c\n1,2,3\n')).toBe('imports.header');
    expect((await call('GET', '/api/imports/files')).body.items).toEqual([]);
  });

  it('refuse rows that cannot be read, one by one', async () => {
    const done = await run('name,phone\n李,13812345678,too,many\n"open,13812345679\n王,13812345670\n');
    expect(done).toMatchObject({ accepted: 1, rejected: 2 });
    expect(done.reasons.map(({ code }) => code).sort()).toEqual(['columns', 'quote']);
  });

  it('cannot be used when they, the preset or the import are not there', async () => {
    const { body: file } = await upload('a.csv', 'name,phone\nx,13812345678\n');
    expect(
      (await call('POST', '/api/imports/preview', { fileId: 99_999_999_999, spec: file.guess })).status,
    ).toBe(404);
    const { body } = await call('POST', '/api/imports', {
      fileId: file.id,
      spec: { ...file.guess, preset: 'none' },
    });
    expect(body.code).toBe('imports.preset');
    expect((await call('GET', '/api/imports/99999999999')).status).toBe(404);
    expect((await call('GET', '/api/imports/presets')).body.items[0].name).toBe('online-retail');
    const fields = await call('GET', '/api/imports/fields?kind=orders');
    expect(fields.body.items[0]).toEqual({
      field: 'orderId',
      en: 'Order number',
      zh: '订单号',
      required: true,
      type: 'text',
    });
    expect((await call('GET', '/api/imports?limit=1')).body).toEqual({ items: [], nextCursor: null });
  });
});

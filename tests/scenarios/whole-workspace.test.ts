import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { brand, demoSimulation } from '@yutang/core/simulation';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemo, openAt } from '../../packages/server/src/commands/demo/demo-workspace.ts';
import { fillDemo } from '../../packages/server/src/commands/demo/fill-demo.ts';
import { exportCommand } from '../../packages/server/src/commands/export.ts';
import { importCommand } from '../../packages/server/src/commands/import.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { nextOpening } from '../../packages/server/src/features/demo/index.ts';
import { exportedTables, leftBehind } from '../../packages/server/src/features/exports/index.ts';
import { type House, openHouse } from '../../packages/server/src/open-house.ts';
import { workspaceTables } from '../../packages/server/src/platform/postgres/workspace-rows.ts';
import { makeApiKey, makePrincipal, type TestPrincipal } from '../../packages/server/testing/principals.ts';
import { createTestDatabase, type TestDatabase } from '../../packages/server/testing/test-database.ts';
import { until } from '../harness/client.ts';

const folder = mkdtempSync(join(tmpdir(), 'yutang-whole-'));
let database: TestDatabase;
let house: House;
let owner: TestPrincipal;

beforeAll(async () => {
  database = await createTestDatabase();
  const endAt = nextOpening(Date.now(), brand.zone);
  const simulation = { ...demoSimulation, people: 120, days: 30, endAt };
  const demo = await makeDemo(database.db, simulation);
  await fillDemo({
    db: database.db,
    databaseUrl: database.url,
    demo,
    simulation,
    log: { info: () => undefined, error: (details, message) => console.error(message, details) },
    progress: () => undefined,
  });
  await openAt(database.db, demo.workspaceId, endAt);
  // nobody new arrives while two workspaces are compared
  await database.pool.query(`update demos set pace = 'off'`);
  const settings = readConfig({ YUTANG_DATA: folder, PORT: '0', LOG_LEVEL: 'error' });
  house = await openHouse({ ...settings, databaseUrl: database.url }, pino({ level: 'error' }));
  owner = await makePrincipal(database.db, { workspaceId: demo.workspaceId });
  await decide();
}, 240_000);
afterAll(async () => {
  await house?.close();
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function call(who: TestPrincipal, method: Method, url: string, payload?: object | Buffer) {
  const headers = payload instanceof Buffer ? { 'content-type': 'application/x-tar' } : {};
  return house.app.inject({
    method,
    url,
    headers: { ...who.headers, ...headers },
    ...(payload && { payload: payload as object }),
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a test states what it expects by asserting on it
async function ask(who: TestPrincipal, method: Method, url: string, payload?: object | Buffer): Promise<any> {
  const answer = await call(who, method, url, payload);
  expect(answer.statusCode, `${method} ${url}: ${answer.body.slice(0, 500)}`).toBeLessThan(300);
  return answer.statusCode === 204 ? null : answer.json();
}

/** Waits until everything is known and in the event store. */
async function rest(who: TestPrincipal): Promise<void> {
  await until(
    () => ask(who, 'GET', '/api/engine'),
    ({ waitingEvents, exportedSeq, lastSeq }) => waitingEvents === 0 && exportedSeq === lastSeq,
    60_000,
  );
}

/** What people decide by hand: tags, owner, a merge, a play, spend, an import, and somebody is erased. */
async function decide(): Promise<void> {
  const post = (url: string, payload: object) => ask(owner, 'POST', url, payload);
  const { items } = await ask(owner, 'GET', '/api/customers?limit=60');
  const ids = items.map((each: { id: number }) => each.id);
  type Group = { id: number; name: string; tags: { id: number; name: string }[] };
  const named = (list: { groups: Group[] }) => list.groups.find(({ name }) => name === '来历') as Group;
  const { id: groupId } = named(await post('/api/tags/groups', { name: '来历', choice: 'single' }));
  const tag = named(await post('/api/tags', { groupId, name: '门店活动' })).tags[0]?.id as number;
  await post('/api/tags/batches', { customers: ids.slice(0, 8), add: [tag] });
  const { items: staff } = await ask(owner, 'GET', '/api/staff');
  await post('/api/assignments', { ids: ids.slice(2, 6), owner: staff[0].ref });
  await post('/api/identity/merge', { customers: [ids[10], ids[11]], reason: '同一手机' });
  await post('/api/plays', { code: 'double-eleven', name: '双十一' });
  const text = 'day,channel,amount,play\n2026-03-08,douyin,120.50,double-eleven';
  await post('/api/spend/files', { name: 'spend.csv', text });
  await post(`/api/customers/${ids[20]}/erase`, { confirm: String(ids[20]) });
  const buyer = items.find((each: { orders: number }, at: number) => each.orders > 0 && at > 21);
  if (buyer) await post(`/api/customers/${buyer.id}/erase`, { confirm: String(buyer.id) });
  await rest(owner);
  // what an erasure leaves in counters by name (a channel's events) no computing anew can know, here as elsewhere
  await post('/api/engine/rebuild', {});
  await until(
    () => ask(owner, 'GET', '/api/engine'),
    ({ commands }) => commands[0].state === 'done',
    60_000,
  );
  await rest(owner);
}

/** Makes an export and answers its archive. */
async function exported(who: TestPrincipal, format: string): Promise<Buffer> {
  const { name } = await ask(who, 'POST', '/api/exports', { format });
  await expect
    .poll(async () => (await ask(who, 'GET', '/api/exports')).items[0], { timeout: 60_000, interval: 200 })
    .toMatchObject({ name, state: 'done', format, fault: null, waiting: 0 });
  const archive = await call(who, 'GET', `/api/exports/${name}/archive`);
  expect(archive.statusCode).toBe(200);
  expect(archive.rawPayload.length).toBe(Number(archive.headers['content-length']));
  return archive.rawPayload;
}

/** A new workspace whose clock stands where the first one's does. */
async function another(): Promise<TestPrincipal> {
  const made = await makePrincipal(database.db);
  await database.pool.query(
    `update workspaces w set clock_offset_ms = o.clock_offset_ms from workspaces o where w.id = $1 and o.id = $2`,
    [made.workspaceId, owner.workspaceId],
  );
  return made;
}

async function takenIn(archive: Buffer): Promise<TestPrincipal> {
  const there = await another();
  expect(await ask(there, 'GET', '/api/intake')).toMatchObject({ state: 'none', obstacle: null });
  expect(await ask(there, 'POST', '/api/intake', archive)).toMatchObject({ state: 'reading' });
  await expect
    .poll(async () => (await ask(there, 'GET', '/api/intake')).state, { timeout: 120_000, interval: 200 })
    .not.toMatch(/reading|computing/);
  const intake = await ask(there, 'GET', '/api/intake');
  expect(intake).toMatchObject({ state: 'done', fault: null });
  for (const [what, { exported: out, here }] of Object.entries(
    intake.counts as Record<string, { exported: number; here: number }>,
  ))
    expect(here, what).toBe(out);
  await rest(there);
  return there;
}

/** The whole log, as the event store has it. */
const eventsOf = ({ workspaceId }: TestPrincipal) =>
  house.events.query(workspaceId, {
    sql: `select seq, source, customer, name, family, occurred_at, known_at, received_at, amount_minor, cost_minor, channel,
      play, campaign, code, ticket, content, staff, outlet, order_id, message_id, origin, props, meta from events order by seq`,
    limit: 100_000,
  });

/** Every row of every table of a workspace that is exported or computed, but for what belongs to the house. */
async function rowsOf({ workspaceId }: TestPrincipal): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const ofHouse = /house|account|keys? stay|demo|address|this|cursor|wait|tick|event store|not yet/;
  for (const table of await workspaceTables(database.db)) {
    if (['audit', 'log'].includes(table) || ofHouse.test(leftBehind[table] ?? '')) continue;
    const { rows } = await database.pool.query<{ row: string }>(
      `select (to_jsonb(t) - 'workspace_id' - $2::text[])::text as row from ${table} t where workspace_id = $1 order by 1`,
      [workspaceId, Object.keys(exportedTables[table]?.instead ?? {})],
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}

const lists = [
  'customers?limit=200',
  'customers/portrait',
  'pond',
  'pond/flow',
  'pond/settlements',
  'pond/connections',
  'pond/conversion',
  'pond/costs',
  'orders?limit=200',
  'orders/summary',
  'tags',
  'tags/coverage',
  'tags/batches',
  'plays',
  'spend',
  'spend/channels',
  'spend/files',
  'spend/scale',
  'credits',
  'channels',
  'touchpoints',
  'organisation',
  'organisation/figures',
  'staff',
  'assignments',
  'dictionary',
  'dictionary/unknown',
  'identity/conflicts',
  'imports',
  'sql/queries',
];
const ofPerson = [
  '',
  '/timeline?limit=200',
  '/tags',
  '/pond',
  '/edges',
  '/ownership',
  '/consents',
  '/identities',
];

/** What the pages of a workspace say. */
async function answersOf(who: TestPrincipal): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  const get = async (path: string) => {
    const answer = await call(who, 'GET', `/api/${path}`);
    answers[path] = answer.statusCode === 200 ? plain(answer.json()) : answer.statusCode;
    return answer;
  };
  for (const path of lists) await get(path);
  const people = (await call(who, 'GET', '/api/customers?limit=15')).json().items;
  for (const { id } of people) for (const part of ofPerson) await get(`customers/${id}${part}`);
  return answers;
}

const instants = [
  'history',
  'now',
  'computedAt',
  'to',
  'from',
  'seenFrom',
  'seenTo',
  'at',
  'upTo',
  'since',
  'login',
];

/** Without the instant of asking, and whether an event came live: what came by a file is history. */
const plain = (answer: unknown) =>
  JSON.parse(JSON.stringify(answer, (key, value) => (instants.includes(key) ? undefined : value)));

describe('a whole workspace', () => {
  it('knows of every table whether it is exported', async () => {
    const tables = await workspaceTables(database.db);
    const decided = new Set([...Object.keys(exportedTables), ...Object.keys(leftBehind)]);
    // a new table? say in features/exports/workspace-tables.ts what an export does with it
    expect(tables.filter((table) => !decided.has(table))).toEqual([]);
    expect([...decided].filter((table) => !tables.includes(table))).toEqual([]);
  });

  it.each(['parquet', 'jsonl'])(
    'answers every question alike after it went out and in again as %s',
    async (format) => {
      const before = await rowsOf(owner);
      const there = await takenIn(await exported(owner, format));
      const after = await rowsOf(there);
      for (const table of Object.keys(before)) expect(after[table], table).toEqual(before[table]);
      expect(await eventsOf(there)).toEqual(await eventsOf(owner));
      const [here, elsewhere] = [await answersOf(owner), await answersOf(there)];
      expect(Object.values(here).filter((answer) => typeof answer !== 'number').length).toBeGreaterThan(120);
      const different = Object.keys(here).filter((path) => !isDeepStrictEqual(here[path], elsewhere[path]));
      const only = (answers: Record<string, unknown>) => different.map((path) => [path, answers[path]]);
      expect(only(elsewhere)).toEqual(only(here));
      const { rows } = await database.pool.query(
        'select 1 from log where workspace_id = $1 and not history',
        [there.workspaceId],
      );
      expect(rows).toEqual([]);
    },
    240_000,
  );

  it('goes by two commands, and DuckDB reads what lies between', async () => {
    const out = join(folder, 'out');
    const key = await keyOf(owner);
    expect(await exportCommand(['--out', out, '--url', house.url, '--key', key])).toBe(0);
    expect(await exportCommand(['--out', out, '--url', house.url, '--key', key])).toBe(1);
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    const read = await countByDuckdb(manifest.files.map(({ name }: { name: string }) => join(out, name)));
    expect(read).toEqual(manifest.files.map(({ rows }: { rows: number }) => rows));
    expect(JSON.stringify(manifest)).not.toContain(key);
    const there = await another();
    const second = await keyOf(there);
    expect(await importCommand([out, '--url', house.url, '--key', second])).toBe(0);
    expect(await importCommand([out, '--url', house.url, '--key', second])).toBe(1);
    expect(await rowsOf(there)).toEqual(await rowsOf(owner));
  }, 240_000);

  it('goes into an empty workspace only, whole and unchanged only', async () => {
    const archive = await exported(owner, 'jsonl');
    expect((await call(owner, 'POST', '/api/intake', archive)).json()).toMatchObject({
      code: 'exports.not-empty',
      params: { what: expect.stringMatching(/^\d+ events$/) },
    });
    const there = await another();
    const changed = Buffer.from(archive);
    const at = changed.indexOf('"name":"', 20_000);
    changed.write('X', at + 8);
    const refused = (await call(there, 'POST', '/api/intake', changed)).json();
    expect(refused).toMatchObject({ code: 'exports.damaged', params: { lines: 'events.jsonl: changed' } });
    expect((await call(there, 'POST', '/api/intake', archive.subarray(0, 9_999))).json().code).toBe(
      'exports.damaged',
    );
    expect((await call(there, 'POST', '/api/intake', Buffer.alloc(2048))).json().code).toBe(
      'exports.not-an-export',
    );
    expect(await ask(there, 'GET', '/api/intake')).toMatchObject({ obstacle: null });
    await ask(there, 'POST', '/api/sources', { name: 'web', kind: 'browser' });
    expect((await call(there, 'POST', '/api/intake', archive)).json().code).toBe('exports.not-empty');
  }, 120_000);

  it('is for owners and administrators; an erased person is in no export that lies ready', async () => {
    const { workspaceId } = owner;
    for (const role of ['operator', 'manager', 'guide', 'analyst'] as const) {
      const other = await makePrincipal(database.db, { workspaceId, role });
      for (const [method, url] of [
        ['POST', '/api/exports'],
        ['GET', '/api/exports'],
        ['GET', '/api/intake'],
      ] as const)
        expect((await call(other, method, url, method === 'POST' ? {} : undefined)).statusCode).toBe(403);
    }
    await exported(owner, 'parquet');
    const { items } = await ask(owner, 'GET', '/api/customers?limit=60');
    const last = items.at(-1).id;
    await ask(owner, 'POST', `/api/customers/${last}/erase`, { confirm: String(last) });
    expect((await ask(owner, 'GET', '/api/exports')).items).toEqual([]);
    const actions = (await ask(owner, 'GET', '/api/audit?limit=100')).items.map(
      ({ action }: { action: string }) => action,
    );
    expect(actions).toEqual(expect.arrayContaining(['export.started', 'export.downloaded']));
  }, 120_000);
});

/** An API key that may do nothing but this. */
async function keyOf({ workspaceId }: TestPrincipal): Promise<string> {
  const { headers } = await makeApiKey(database.db, workspaceId, ['exports.run']);
  return headers.authorization.replace('Bearer ', '');
}

/** Rows of Parquet files, counted by DuckDB in a process of its own: only the events thread may open it in ours. */
async function countByDuckdb(files: string[]): Promise<number[]> {
  const script = `import { DuckDBInstance } from '@duckdb/node-api';
    const c = await (await DuckDBInstance.create(':memory:')).connect();
    const counts = [];
    for (const file of JSON.parse(process.argv[1])) {
      const rows = await (await c.runAndReadAll('select * from read_parquet($1)', [file])).getRowObjectsJson();
      counts.push(rows.length);
    }
    console.log(JSON.stringify(counts));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script, JSON.stringify(files)],
    { cwd: join(import.meta.dirname, '../../packages/server') },
  );
  return JSON.parse(stdout);
}

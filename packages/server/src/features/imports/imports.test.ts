import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Import, Preview } from '@yutang/contracts/imports';
import type { AcceptedEvent } from '@yutang/core/events';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ended, type ImportsHouse, openImportsHouse } from './imports-testing.ts';

let house: ImportsHouse;
beforeAll(async () => {
  house = await openImportsHouse();
});
beforeEach(() => house.move());
afterAll(() => house.close());

const crm = [
  '会员卡号,姓名,手机号,会员等级,入会时间',
  'XM1,李鱼,13812345678,金卡,2020-01-02',
  'XM2,王塘,138****0000,银卡,2021-05-06',
  ',没有,,,',
  'XM3,"张, 三",13900001111,普卡,很久以前',
].join('\r\n');

describe('[ID-08] importing customers', () => {
  it('shows what would happen, with errors by line and column, before anything does', async () => {
    const { status, body: file } = await house.upload('会员 2026-11.csv', `\ufeff${crm}`);
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
    const { body } = await house.call<Preview>('POST', '/api/imports/preview', {
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
      [3, true, 2, ['手机号 row.identity-masked']],
      [4, false, 0, ['null row.no-identity']],
      [5, false, 0, ['入会时间 row.time']],
    ]);
    expect(await house.posted()).toEqual([]);
    const broken = { ...file.guess, columns: [{ column: 'none', field: 'attribute:x' }] };
    const faults = await house.call<Preview>('POST', '/api/imports/preview', {
      fileId: file.id,
      spec: broken,
    });
    expect(faults.body.faults.map(({ code }: { code: string }) => code)).toEqual([
      'imports.mapping-no-column',
      'imports.mapping-no-identity',
    ]);
    expect(faults.body.rows).toHaveLength(4);
    expect((await house.call('POST', '/api/imports', { fileId: file.id, spec: broken })).body.code).toBe(
      'imports.mapping-no-column',
    );
  });

  it('takes every row in once, as history, and reports what it refused', async () => {
    const done = await house.run(crm, { source: 'crm' });
    expect(done).toMatchObject({
      state: 'done',
      read: 4,
      accepted: 2,
      repeated: 0,
      rejected: 2,
      events: 4,
      progress: 1,
    });
    const events = await house.posted();
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
    const again = await house.run(crm, { source: 'crm' });
    expect(again).toMatchObject({ accepted: 0, repeated: 2, rejected: 2, events: 0 });
    const elsewhere = await house.run(crm, { source: 'other' });
    expect(elsewhere.accepted).toBe(2);
    const { body: csv } = await house.call<string>('GET', `/api/imports/${done.id}/rejects.csv`);
    expect(csv).toBe(
      [
        '\ufeffline,rejected,column,code,reason,row',
        '3,false,手机号,row.identity-masked,"is masked (138****0000), so it identifies nobody and is left out","XM2,王塘,138****0000,银卡,2021-05-06"',
        '4,true,,row.no-identity,"The row has no usable identity. Fill in a phone, an e-mail or a number",",没有,,,"',
        '5,true,入会时间,row.time,is not a time: 很久以前. Write it as 2026-03-08 08:05,"XM3,""张, 三"",13900001111,普卡,很久以前"',
        '',
      ].join('\r\n'),
    );
    const { body: rejects } = await house.call('GET', `/api/imports/${done.id}/rejects?limit=2`);
    expect(rejects.items.map(({ line }: { line: number }) => line)).toEqual([3, 4]);
    expect(done.reasons.map(({ code, count, note }) => [code, count, note ?? false])).toEqual([
      ['row.identity-masked', 1, true],
      ['row.no-identity', 1, false],
      ['row.time', 1, false],
    ]);
  });

  it('counts a corrected or changed row, and not the ones that stayed', async () => {
    await house.run(crm, { source: 'crm' });
    const changed = crm.replace('很久以前', '2022-02-02').replace('李鱼', '李渔');
    expect(await house.run(changed, { source: 'crm' })).toMatchObject({
      accepted: 2,
      repeated: 1,
      rejected: 1,
    });
  });
});

const lines = (rows: [order: string, sku: string, quantity: number, price: number, customer?: string][]) =>
  [
    'order,time,sku,quantity,price,customer_id',
    ...rows.map((row) => [row[0], '2024-01-02 10:00', ...row.slice(1)].join(',')),
  ].join('\n');

describe('[DAT-12] importing orders', () => {
  it('makes one event of the lines of an order, even when others stand between', async () => {
    const done = await house.run(
      lines([
        ['A', 'x', 1, 10, 'u1'],
        ['B', 'x', 1, 3],
        ['A', 'y', 2, 5, 'u1'],
        ['A', 'y', 2, 5, 'u1'],
      ]),
    );
    expect(done).toMatchObject({ accepted: 4, events: 2 });
    const [a, b] = await house.posted();
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
    expect(await house.run(wrong)).toMatchObject({ accepted: 2, rejected: 1 });
    const right = lines([
      ['A', 'x', 1, 10],
      ['A', 'y', 2, 5],
      ['A', 'y', 2, 5],
    ]);
    expect(await house.run(right)).toMatchObject({ accepted: 1, repeated: 2, events: 1 });
    expect(await house.run(right)).toMatchObject({ accepted: 0, repeated: 3 });
    const events = await house.posted();
    expect(
      events.map(({ messageId, amountMinor, properties }) => [messageId, amountMinor, properties.part]),
    ).toEqual([
      ['import:file:A', 2000, undefined],
      ['import:file:A:+2', 1000, 2],
    ]);
  });

  it('takes a later export of the same orders for what it is: what stands is a repeat, what was closed came back', async () => {
    const head = 'order_no,created_at,sku,quantity,line_total,status';
    const sheet = (...status: string[]) =>
      [
        head,
        ...status.map(
          (word, at) => `R${at === 2 ? 2 : 1},2026-03-0${at + 1} 10:00,S${at},1,${at + 1}0,${word}`,
        ),
      ].join('\n');
    const cancellation = { by: 'status' as const, values: ['closed'] };
    const names = async () =>
      (await house.posted())
        .filter(({ orderId }) => orderId?.startsWith('R'))
        .map(({ name, orderId, amountMinor }) => [name, orderId, amountMinor]);
    await house.run(sheet('paid', 'paid', 'paid'), { source: 'shop', cancellation }, 'one.csv');
    const first = await names();
    expect(first).toEqual([
      ['Order Completed', 'R1', 3000],
      ['Order Completed', 'R2', 3000],
    ]);
    const again = await house.run(
      sheet('shipped', 'closed', 'closed'),
      { source: 'shop', cancellation },
      'two.csv',
    );
    expect(again).toMatchObject({ accepted: 2, repeated: 1, rejected: 0 });
    expect((await names()).slice(2)).toEqual([
      ['Order Refunded', 'R1', 2000],
      ['Order Refunded', 'R2', 3000],
      ['Order Cancelled', 'R2', null],
    ]);
    const third = await house.run(
      sheet('shipped', 'closed', 'closed'),
      { source: 'shop', cancellation },
      'three.csv',
    );
    expect(third).toMatchObject({ accepted: 0, repeated: 3 });
  });

  it('refuses what the dictionary enforces, with the property and the reason', async () => {
    await house.call('PUT', '/api/dictionary/Order%20Completed', {
      family: 'consumption',
      properties: { coupon: { type: 'string', required: true } },
      owner: null,
      mode: 'enforce',
      zh: null,
      description: null,
    });
    const done = await house.run(
      lines([
        ['A', 'x', 1, 10],
        ['A', 'y', 1, 10],
      ]),
    );
    expect(done).toMatchObject({ accepted: 0, rejected: 2, events: 0 });
    expect(done.reasons[0]).toMatchObject({
      code: 'row.dictionary-missing',
      reason: 'The dictionary requires property coupon',
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
    const straight = await house.run(content);
    const expected = told(await house.posted());
    expect(straight.read).toBe(12_000);
    for (const compressed of [false, true]) {
      await house.move();
      const { body: file } = await house.upload('file.csv', compressed ? gzipSync(content) : content);
      const { body: started } = await house.call<Import>('POST', '/api/imports', {
        fileId: file.id,
        spec: file.guess,
      });
      // a worker that vanishes: what it had not committed is gone, what it had must not come again
      for (let kills = 0; kills < 5; kills++) {
        await house.until(started.id, (state) => state.state === 'done' || state.read > kills * 2000);
        await sql`update imports set worker = 'vanished', heartbeat_at = 0
          where workspace_id = ${house.owner.workspaceId} and state = 'running'`.execute(house.database.db);
        await house.call('POST', `/api/imports/${started.id}/pause`);
        await house.call('POST', `/api/imports/${started.id}/resume`);
      }
      const done = await house.until(started.id, ended);
      expect(done).toMatchObject({
        state: 'done',
        read: straight.read,
        accepted: straight.accepted,
        rejected: straight.rejected,
        repeated: 0,
        events: straight.events,
      });
      expect(JSON.stringify(told(await house.posted())) === JSON.stringify(expected)).toBe(true);
    }
  });

  it('pauses, says so, and goes on when told', async () => {
    const { body: file } = await house.upload('file.csv', bigFile(4000));
    const { body: started } = await house.call<Import>('POST', '/api/imports', {
      fileId: file.id,
      spec: file.guess,
    });
    const paused = await house.call<Import>('POST', `/api/imports/${started.id}/pause`);
    expect(paused.body.state).toBe('paused');
    await sleep(200);
    const { body: still } = await house.call<Import>('GET', `/api/imports/${started.id}`);
    expect(still.state).toBe('paused');
    expect((await house.call('POST', `/api/imports/${started.id}/pause`)).body).toMatchObject({
      code: 'imports.not-running',
      status: 409,
    });
    expect((await house.call('DELETE', `/api/imports/files/${file.id}`)).status).toBe(204);
    await house.call('POST', `/api/imports/${started.id}/resume`);
    const failed = await house.until(started.id, ended);
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed.fault).toContain('no longer on this server');
  });

  it('tells a damaged gzip file, and keeps what was read before', async () => {
    const whole = gzipSync(bigFile(10_000));
    const done = await house.run(whole.subarray(0, whole.length - 200));
    expect(done).toMatchObject({
      state: 'failed',
      fault: 'The gzip file is damaged or was cut off. Upload it again.',
    });
    expect((await house.posted()).length).toBe(done.events);
  });

  it('holds back while the engine has too much to do', async () => {
    const heap = sql`insert into inbox (workspace_id, accepted_at, items, body) values (${house.owner.workspaceId}, 1, 300000, '[]')`;
    await heap.execute(house.database.db);
    const { body: file } = await house.upload('file.csv', lines([['A', 'x', 1, 10]]));
    const { body: started } = await house.call<Import>('POST', '/api/imports', {
      fileId: file.id,
      spec: file.guess,
    });
    expect(await house.until(started.id, (state) => state.waiting)).toMatchObject({
      state: 'running',
      read: 0,
    });
    await sql`delete from inbox where workspace_id = ${house.owner.workspaceId}`.execute(house.database.db);
    expect(await house.until(started.id, ended)).toMatchObject({
      state: 'done',
      accepted: 1,
      waiting: false,
    });
  });
});

describe('[DAT-02] undoing an import', () => {
  it('waits for what it posted, has its origin retracted, and lets the rows be imported again under new ids', async () => {
    const done = await house.run(lines([['A', 'x', 1, 10]]));
    const [event] = await house.posted();
    const undoing = await house.call<Import>('POST', `/api/imports/${done.id}/undo`);
    expect(undoing.body.state).toBe('undoing');
    await sleep(100);
    expect(house.retractions.filter(({ workspaceId }) => workspaceId === house.owner.workspaceId)).toEqual(
      [],
    );
    // the engine takes it in
    await sql`delete from inbox where workspace_id = ${house.owner.workspaceId}`.execute(house.database.db);
    for (
      let waits = 0;
      house.retractions.at(-1)?.workspaceId !== house.owner.workspaceId && waits < 300;
      waits++
    )
      await sleep(10);
    const asked = house.retractions.at(-1);
    expect(asked).toMatchObject({ workspaceId: house.owner.workspaceId, origin: event?.sourceId });
    expect((await house.call<Import>('GET', `/api/imports/${done.id}`)).body.state).toBe('undoing');
    if (asked) asked.state = 'done';
    expect((await house.until(done.id, ended)).state).toBe('undone');
    expect((await house.call('POST', `/api/imports/${done.id}/undo`)).body.code).toBe('imports.not-undoable');
    const again = await house.run(lines([['A', 'x', 1, 10]]));
    expect(again).toMatchObject({ accepted: 1, repeated: 0 });
    expect((await house.posted())[0]?.messageId).toBe('import:file~1:A');
  });

  it('gives no part of an order out twice, and its first part to whoever brings it back', async () => {
    const bring = (sku: string) => house.run(lines([['A', sku, 1, 10]]));
    const imports = [await bring('x'), await bring('y'), await bring('z')];
    const parts = async () =>
      (await house.posted()).map(({ messageId, properties }) => [messageId, properties.part ?? 0]);
    expect(await parts()).toEqual([
      ['import:file:A', 0],
      ['import:file:A:+1', 1],
      ['import:file:A:+2', 2],
    ]);
    await sql`delete from inbox where workspace_id = ${house.owner.workspaceId}`.execute(house.database.db);
    await house.call('POST', `/api/imports/${imports[1]?.id}/undo`);
    await expect.poll(() => house.retractions.at(-1)?.workspaceId).toBe(house.owner.workspaceId);
    (house.retractions.at(-1) as { state: string }).state = 'done';
    await house.until(imports[1]?.id as number, ended);
    await bring('y');
    await bring('w');
    expect(await parts()).toEqual([
      ['import:file~1:A:+3', 3],
      ['import:file~1:A:+4', 4],
    ]);
    await sql`delete from inbox where workspace_id = ${house.owner.workspaceId}`.execute(house.database.db);
    const asked = house.retractions.length;
    await house.call('POST', `/api/imports/${imports[0]?.id}/undo`);
    await expect.poll(() => house.retractions.length).toBe(asked + 1);
    (house.retractions.at(-1) as { state: string }).state = 'done';
    await house.until(imports[0]?.id as number, ended);
    await bring('x');
    expect(await parts()).toEqual([['import:file~2:A', 0]]);
  });

  it('says when the engine could not, and can be asked again but not resumed', async () => {
    const done = await house.run(lines([['A', 'x', 1, 10]]));
    await sql`delete from inbox where workspace_id = ${house.owner.workspaceId}`.execute(house.database.db);
    await house.call('POST', `/api/imports/${done.id}/undo`);
    for (
      let waits = 0;
      house.retractions.at(-1)?.workspaceId !== house.owner.workspaceId && waits < 300;
      waits++
    )
      await sleep(10);
    const asked = house.retractions.at(-1);
    if (asked) asked.state = 'failed';
    expect(await house.until(done.id, ended)).toMatchObject({
      state: 'failed',
      fault: 'The engine could not take the import back: told so. Try again.',
    });
    expect((await house.call('POST', `/api/imports/${done.id}/resume`)).body.code).toBe(
      'imports.not-stopped',
    );
    await house.call('POST', `/api/imports/${done.id}/undo`);
    for (let waits = 0; house.retractions.at(-1) === asked && waits < 300; waits++) await sleep(10);
    const second = house.retractions.at(-1);
    if (second) second.state = 'done';
    expect((await house.until(done.id, ended)).state).toBe('undone');
  });
});

import { describe, expect, it } from 'vitest';
import {
  createRowFrame,
  customerRows,
  eventRows,
  fieldOf,
  guessSpec,
  type ImportSpec,
  mappingFaults,
  sourceName,
} from './index.ts';

const zone = 'Asia/Shanghai';

describe('[ID-08] guesses from headers', () => {
  it('knows a CRM export with Chinese headers for customers', () => {
    const spec = guessSpec('会员导出 2024-03.csv', [
      '会员卡号',
      '姓名',
      '手机号',
      '性别',
      '会员等级',
      '入会时间',
      '积分',
    ]);
    expect(spec.kind).toBe('customers');
    expect(spec.source).toBe('会员导出');
    expect(spec.columns.map(({ field }) => field)).toEqual([
      'identity:member',
      'attribute:name',
      'identity:phone',
      'attribute:gender',
      'memberLevel',
      'memberJoinedAt',
      'attribute:积分',
    ]);
    expect(
      mappingFaults(
        spec,
        spec.columns.map(({ column }) => column),
      ),
    ).toEqual([]);
  });

  it('knows order lines and events, English or Chinese', () => {
    const retail = [
      'InvoiceNo',
      'StockCode',
      'Description',
      'Quantity',
      'InvoiceDate',
      'UnitPrice',
      'CustomerID',
      'Country',
    ];
    const orders = guessSpec('online_retail.csv.gz', retail);
    expect(orders.kind).toBe('orders');
    expect(orders.columns.map(({ field }) => field)).toEqual([
      'orderId',
      'sku',
      'product',
      'quantity',
      'time',
      'price',
      'identity:user',
      'property:Country',
    ]);
    expect(
      guessSpec('x.csv', ['订单编号', '下单时间', '商品名称', '数量', '单价(元)', '买家手机']).kind,
    ).toBe('orders');
    const events = guessSpec('log.jsonl', ['event', 'timestamp', 'userId', 'properties', 'messageId']);
    expect(events.kind).toBe('events');
    expect(events.columns.map(({ field }) => field)).toEqual([
      'name',
      'time',
      'identity:user',
      'properties',
      'rowKey',
    ]);
  });

  it('[ID-10] takes marketplace nicknames for identities of that shop, which the file or the operator names', () => {
    const header = ['订单编号', '买家会员名', '联系手机', '买家实际支付金额', '订单付款时间'];
    const fields = (name: string) => guessSpec(name, header).columns.map(({ field }) => field);
    const rest = ['identity:phone', 'orderAmount', 'time'];
    expect(fields('淘宝订单 2026年3月.csv')).toEqual(['orderId', 'identity:shop:taobao', ...rest]);
    expect(guessSpec('JD-orders.csv', header).constants).toEqual([{ field: 'channel', value: 'jd' }]);
    expect(fields('orders.csv')).toEqual(['orderId', 'identity:shop:', ...rest]);
    expect(mappingFaults(guessSpec('orders.csv', header), header).map(({ field }) => field)).toEqual([
      'identity:shop:',
    ]);
    expect(fieldOf('orders', 'identity:shop:jd')?.field).toBe('identity:shop:');
    expect(fieldOf('orders', 'identity:shop:')).toBeUndefined();
    expect(fieldOf('orders', 'identity:openid:wx1')?.field).toBe('identity:');
  });

  it('makes a source of a file name, the same next month', () => {
    expect(sourceName('/tmp/Orders_2024-03-01.csv.gz')).toBe('Orders');
    expect(sourceName('C:\\crm\\a:b~c.CSV')).toBe('a-b-c');
    expect(sourceName('2024-03.csv')).toBe('2024-03');
    expect(sourceName('.csv')).toBe('import');
  });
});

describe('[ID-08] faults of a mapping', () => {
  const spec = (change: Partial<ImportSpec>): ImportSpec => ({
    kind: 'orders',
    source: 's',
    columns: [],
    ...change,
  });
  const codes = (given: ImportSpec, header: string[]) =>
    mappingFaults(given, header).map(({ field, code }) => `${field} ${code.replace('imports.', '')}`);

  it('names every one of them', () => {
    expect(codes(spec({}), [])).toEqual([
      'orderId mapping-missing',
      'time mapping-missing',
      'price mapping-no-amount',
    ]);
    expect(codes(spec({ kind: 'customers' }), [])).toEqual(['identity: mapping-no-identity']);
    expect(codes(spec({ kind: 'events' }), [])).toEqual(['name mapping-missing', 'time mapping-missing']);
    const columns = [
      { column: 'a', field: 'orderId' },
      { column: 'b', field: 'orderId' },
      { column: 'x', field: 'nonsense' },
      { column: 'a', field: 'time' },
      { column: 'a', field: 'identity:openid' },
      { column: 'a', field: 'identity:nobody' },
    ];
    expect(
      codes(spec({ columns, zone: 'Mars/Olympus', cancellation: { by: 'status', values: ['x'] } }), [
        'a',
        'b',
      ]),
    ).toEqual([
      'orderId mapping-twice',
      'nonsense mapping-no-column',
      'nonsense mapping-no-field',
      'identity:openid mapping-no-namespace',
      'identity:nobody mapping-no-namespace',
      'price mapping-no-amount',
      'status mapping-no-status',
      'zone mapping-no-zone',
    ]);
    expect(codes(spec({ constants: [{ field: 'oops', value: '1' }] }), [])[0]).toBe('oops mapping-no-field');
  });
});

describe('[ID-08] rows of customers', () => {
  const header = ['card', 'name', 'phone', 'level', 'since', 'city', 'sms', 'extra'];
  const spec: ImportSpec = {
    kind: 'customers',
    source: 'crm',
    columns: [
      { column: 'card', field: 'identity:member' },
      { column: 'name', field: 'attribute:name' },
      { column: 'phone', field: 'identity:phone' },
      { column: 'level', field: 'memberLevel' },
      { column: 'since', field: 'memberJoinedAt' },
      { column: 'city', field: 'attribute:city' },
      { column: 'sms', field: 'consent:marketing' },
      { column: 'extra', field: 'traits' },
    ],
    constants: [{ field: 'channel', value: 'crm' }],
  };
  const read = customerRows(createRowFrame(spec, header, zone));

  it('bring tags, each an event of its own', () => {
    const tagged: ImportSpec = {
      kind: 'customers',
      source: 'crm',
      columns: [
        { column: 'card', field: 'identity:member' },
        { column: 'tags', field: 'tags' },
      ],
    };
    const row = customerRows(createRowFrame(tagged, ['card', 'tags'], zone))(['XM1', '老客|兴趣:奶粉']);
    if (!row.ok) throw new Error('refused');
    expect(row.events.slice(1).map(({ name, suffix, properties }) => [name, suffix, properties])).toEqual([
      ['Tag Added', ':tag::老客', { group: '', tag: '老客', reason: 'import', by: 'crm' }],
      ['Tag Added', ':tag:兴趣:奶粉', { group: '兴趣', tag: '奶粉', reason: 'import', by: 'crm' }],
    ]);
  });

  it('become a profile, a membership and consents of one verified person', () => {
    const row = read(['XM1', '李鱼', '138 1234 5678', '金卡', '2020-01-02', '上海', '是', '{"pets":2}']);
    if (!row.ok) throw new Error('refused');
    const who = [
      { namespace: 'member', value: 'XM1', verified: true },
      { namespace: 'phone', value: '13812345678', verified: true },
    ];
    expect(row.events.map(({ name, suffix }) => [name, suffix])).toEqual([
      ['Profile Updated', ''],
      ['Member Joined', ':member'],
      ['Consent Granted', ':consent:marketing'],
    ]);
    expect(row.events[0]).toMatchObject({
      type: 'identify',
      identities: who,
      occurredAt: null,
      properties: { name: '李鱼', city: '上海', pets: 2 },
      dimensions: { channel: 'crm' },
    });
    expect(row.events[1]).toMatchObject({
      occurredAt: Date.parse('2020-01-02T00:00:00+08:00'),
      properties: { memberNo: 'XM1', level: '金卡' },
    });
    expect(row.events[2]?.properties).toEqual({ purpose: 'marketing' });
  });

  it('find the consent column, and note a date that is none, without losing the row', () => {
    const header = ['手机号', '最近购买时间', '营业时间', '营销同意'];
    const spec = guessSpec('客户名单.csv', header);
    expect(spec.columns.map(({ field }) => field)).toEqual([
      'identity:phone',
      'attribute:最近购买时间',
      'attribute:营业时间',
      'consent:marketing',
    ]);
    const rows = customerRows(createRowFrame(spec, header, 'Asia/Shanghai'));
    const odd = rows(['13812345678', '2026/13/45', '上午', '是']);
    expect(odd.ok && odd.notes).toEqual([
      { column: '最近购买时间', code: 'row.date-odd', params: { value: '2026/13/45' }, note: true },
    ]);
    expect(odd.ok && odd.events.map(({ name }) => name)).toEqual(['Profile Updated', 'Consent Granted']);
    for (const cell of ['2026/7/3', '03/04/2026', '20260703', '']) {
      const plain = rows(['13812345678', cell, '', '']);
      expect(plain.ok && plain.notes).toEqual([]);
    }
  });

  it('leave an unusable identity out when another is there, and are refused when none is', () => {
    const kept = read(['XM1', '', '138****5678', '', '', '', '', '']);
    expect(kept.ok && kept.notes).toEqual([
      { column: 'phone', code: 'row.identity-masked', params: { value: '138****5678' }, note: true },
    ]);
    // a member, not known since when
    expect(kept.ok && kept.events.map(({ name, properties }) => [name, properties])).toEqual([
      ['Profile Updated', { memberNo: 'XM1' }],
    ]);
    const refused = read(['-', '', '1.38E+10', '', '', '', '', '']);
    expect(!refused.ok && refused.problems.map(({ column, code }) => [column, code])).toEqual([
      ['phone', 'row.identity-rounded'],
      [null, 'row.no-identity'],
    ]);
  });

  it('are refused with column and reason when a cell is wrong', () => {
    const refused = read(['XM1', '', '', '', 'soon', '', 'perhaps', '[1]']);
    expect(!refused.ok && refused.problems.map(({ column, code }) => [column, code])).toEqual([
      ['since', 'row.time'],
      ['extra', 'row.object'],
      ['sms', 'row.boolean'],
    ]);
    const withdrawn = read(['XM1', '', '', '', '', '', '否', '']);
    expect(withdrawn.ok && withdrawn.events.at(-1)?.name).toBe('Consent Withdrawn');
    const plain = customerRows(
      createRowFrame(
        { kind: 'customers', source: 'x', columns: [{ column: 'phone', field: 'identity:phone' }] },
        ['phone'],
        zone,
      ),
    )(['13812345678']);
    expect(plain.ok && plain.events).toHaveLength(1);
    const noCard = read(['', '', '13812345678', '', '', '', '', '']);
    expect(noCard.ok && noCard.events).toHaveLength(1);
    const undated = read(['XM1', '', '', '金卡', '', '', '', '']);
    expect(undated.ok && undated.events[0]?.properties).toEqual({ memberNo: 'XM1', memberLevel: '金卡' });
  });
});

describe('[DAT-01] rows of events', () => {
  const header = ['event', 'at', 'user', 'order', 'total', 'cost', 'city', 'properties', 'id'];
  const read = eventRows(
    createRowFrame(
      {
        kind: 'events',
        source: 'log',
        columns: [
          { column: 'event', field: 'name' },
          { column: 'at', field: 'time' },
          { column: 'user', field: 'identity:user' },
          { column: 'order', field: 'orderId' },
          { column: 'total', field: 'amount' },
          { column: 'cost', field: 'cost' },
          { column: 'city', field: 'property:city' },
          { column: 'properties', field: 'properties' },
          { column: 'id', field: 'rowKey' },
        ],
      },
      header,
      zone,
    ),
  );

  it('keep name, time, person, properties and money', () => {
    const row = read([
      'Order Paid',
      '2024-01-01 08:00',
      'u1',
      'o1',
      '12.5',
      '0.3',
      '上海',
      { vip: true },
      'm1',
    ]);
    expect(row.ok && row.key).toBe('m1');
    expect(row.ok && row.events[0]).toMatchObject({
      type: 'track',
      name: 'Order Paid',
      occurredAt: Date.parse('2024-01-01T00:00:00Z'),
      identities: [{ namespace: 'user', value: 'u1', verified: true }],
      properties: { vip: true, city: '上海' },
      dimensions: { orderId: 'o1', amountMinor: 1250, costMinor: 30 },
    });
    const page = read(['page', '2024-01-01', '', '', '', '', '', '', '']);
    expect(page.ok && page.events[0]).toMatchObject({ type: 'page', name: 'Page Viewed', identities: [] });
  });

  it('are refused with column and reason when a cell is wrong', () => {
    const row = read(['', '', 'u1', '', 'much', '', '', 'x', '']);
    expect(!row.ok && row.problems.map(({ column, code }) => [column, code])).toEqual([
      ['event', 'row.name'],
      ['at', 'row.time-missing'],
      ['properties', 'row.object'],
      ['total', 'row.number'],
    ]);
    expect(!read(['a  b', '1', '', '', '', '', '', '', '']).ok).toBe(true);
  });
});

it('an owner and an outlet in a sheet of customers are assigned, and no place where somebody was seen', () => {
  const header = ['手机号', '导购', '归属门店'];
  const spec = { ...guessSpec('客户.csv', header), kind: 'customers' as const };
  expect(spec.columns.map(({ field }) => field)).toEqual(['identity:phone', 'owner', 'assignedOutlet']);
  const reading = customerRows(createRowFrame(spec, header, zone))(['13800000001', '小美', '南京西路店']);
  expect(reading.ok && reading.events.map(({ name, properties }) => [name, properties])).toEqual([
    ['Profile Updated', {}],
    ['Owner Assigned', { staff: '小美' }],
    ['Outlet Assigned', { outlet: '南京西路店' }],
  ]);
});

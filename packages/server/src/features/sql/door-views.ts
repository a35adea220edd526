import { standingWords, wordOrder } from '../customers/index.ts';

/** The kinds of values a column of the door has. `amount`: major units with two places, beside a column of minor units. */
export type ColumnType =
  | 'day'
  | 'bigint'
  | 'integer'
  | 'number'
  | 'text'
  | 'boolean'
  | 'amount'
  | 'time'
  | 'json';

/** A column as documented; `value` is its expression over the tables of the view. */
export interface DoorColumn {
  name: string;
  type: ColumnType;
  value: string;
  /** Expression for those who see personal data masked; the same as `value` unless told. */
  masked?: string;
  en: string;
  zh: string;
}

/** A view of the door. `from` may name the workspace as `{ws}` and the schema of the view's own functions as `{fn}`. */
export interface DoorView {
  name: string;
  en: string;
  zh: string;
  from: string;
  /** A table the view needs that may not exist. */
  table: string;
  columns: readonly DoorColumn[];
}

const column = (
  name: string,
  type: ColumnType,
  value: string,
  en: string,
  zh: string,
  masked?: string,
): DoorColumn => ({ name, type, value, en, zh, ...(masked === undefined ? {} : { masked }) });

const time = (name: string, value: string, en: string, zh: string) => column(name, 'time', value, en, zh);

/** Two columns of one sum of money: major units under its name, minor units as `…_minor`. */
const money = (name: string, value: string, en: string, zh: string): DoorColumn[] => [
  column(name, 'amount', value, en, zh),
  column(`${name}_minor`, 'bigint', value, `${en}, in minor units (fen, cents)`, `${zh}(分)`),
];

const customerOf = 'nullif(i.customer, 0)';
const mask = (namespace: string, value: string) => `{fn}.mask_value(${namespace}, ${value})`;
const party = (side: string, masked: boolean) => {
  const ref = `${side} ->> 'ref'`;
  if (!masked) return ref;
  const parts = [`split_part(${ref}, ' ', 1)`, `substr(${ref}, strpos(${ref}, ' ') + 1)`];
  return `case when ${side} ->> 'kind' = 'organisation' then ${ref} else ${parts[0]} || ' ' || ${mask(parts[0] ?? '', parts[1] ?? '')} end`;
};

const attributes = `(select jsonb_object_agg(held.key, held.value) from (
  select distinct on (w.key) w.key, w.value from (${standingWords('{ws}', 'p.customer = c.customer')}) w
  left join field_rules r on r.workspace_id = {ws} and r.key = w.key order by w.key, ${wordOrder}) held
  where held.value <> 'null')`;

const orderColumns = [
  column('order_id', 'text', 'o.order_id', 'Number of the order', '订单号'),
  column(
    'customer',
    'bigint',
    customerOf,
    'Who placed it, as of today; null: anonymous',
    '下单客户(按当前归属);空为匿名',
  ),
];
const orderPlace = [
  column('channel', 'text', 'o.channel', 'Channel the order came from', '成交渠道'),
  column('outlet', 'text', 'o.outlet', 'Outlet of the order', '门店'),
  column('staff', 'text', 'o.staff', 'Staff member credited at that moment', '当时归属的员工'),
];
const ordersJoin = 'orders o left join identities i on i.workspace_id = {ws} and i.home = o.home';

/** The views of the door, in the order they are shown. */
export const doorViews: readonly DoorView[] = [
  {
    name: 'events',
    table: 'log',
    en: 'Every event of the log, one row each',
    zh: '全部事件,一行一个',
    from: 'log l left join identities i on i.workspace_id = {ws} and i.home = l.source where l.workspace_id = {ws}',
    columns: [
      column('seq', 'bigint', 'l.seq', 'Number in the log, in order of commit', '日志序号(提交顺序)'),
      column(
        'customer',
        'bigint',
        customerOf,
        'Whose event, as of today; null: the workspace’s own',
        '所属客户(按当前归属);空为工作区自身',
      ),
      column('name', 'text', 'l.name', 'Name of the event', '事件名'),
      column(
        'family',
        'text',
        'l.family',
        'consumption, behaviour, relation or system',
        '类别:消费、行为、关系、系统',
      ),
      time('occurred_at', 'l.occurred_at', 'When it happened', '发生时间'),
      time('known_at', 'l.known_at', 'When it became known here', '获知时间'),
      time('received_at', 'l.received_at', 'When it was received', '接收时间'),
      column(
        'history',
        'boolean',
        'l.history',
        'Brought by an import or another look back: fires nothing',
        '历史数据(导入等):不触发任何动作',
      ),
      ...money('amount', 'l.amount_minor', 'Money of the event', '事件金额'),
      ...money('cost', 'l.cost_minor', 'What the contact cost', '触点成本'),
      column('channel', 'text', 'l.channel', 'Channel, as the event spelled it', '渠道(事件中的写法)'),
      column('play', 'text', 'l.play', 'Play it belongs to', '所属打法'),
      column('campaign', 'text', 'l.campaign', 'Campaign it belongs to', '所属群发/投放'),
      column('code', 'text', 'l.code', 'Live code', '活码'),
      column('ticket', 'text', 'l.ticket', 'Ticket of a coupon or an entry', '券码或凭证'),
      column('content', 'text', 'l.content', 'Content or material', '内容素材'),
      column('staff', 'text', 'l.staff', 'Staff member at that moment', '当时的员工'),
      column('outlet', 'text', 'l.outlet', 'Outlet at that moment', '当时的门店'),
      column('order_id', 'text', 'l.order_id', 'Order the event is about', '相关订单号'),
      column(
        'props',
        'json',
        '{fn}.properties(l.props)',
        "All properties: props ->> 'sku'",
        "全部属性,如 props ->> 'sku'",
        '{fn}.mask_json({fn}.properties(l.props))',
      ),
    ],
  },
  {
    name: 'customers',
    table: 'customers',
    en: 'Everybody the workspace knows, one row each, as of now',
    zh: '全部客户当前状态,一行一人',
    from: 'customers c where c.workspace_id = {ws}',
    columns: [
      column('customer', 'bigint', 'c.customer', 'Number of the customer', '客户编号'),
      column('name', 'text', 'c.name', 'Name', '姓名', mask(`'name'`, 'c.name')),
      column(
        'private',
        'boolean',
        'c.pond = 7',
        'In the pond: identifiable, reachable and operable',
        '是否在鱼塘(可识别、可触达、可运营)',
      ),
      column(
        'identifiable',
        'boolean',
        'c.pond & 1 = 1',
        'Known by more than an anonymous identity; false: a visitor',
        '可识别;否则为访客',
      ),
      column('reachable', 'boolean', 'c.pond & 2 = 2', 'Can be reached', '可触达'),
      column('operable', 'boolean', 'c.pond & 4 = 4', 'Somebody of ours may look after them', '可运营'),
      column('owner', 'text', 'c.owner', 'Staff member who owns the customer', '归属员工'),
      time('owner_since', 'c.owner_since', 'Owned since', '归属起始时间'),
      column('outlet', 'text', 'c.outlet', 'Latest outlet', '最近门店'),
      column('channel', 'text', 'c.channel', 'First channel', '首次渠道'),
      time('channel_at', 'c.channel_at', 'When the first channel was seen', '首次渠道时间'),
      time('first_seen_at', 'c.first_seen_at', 'First event', '首次出现'),
      time('last_seen_at', 'c.last_seen_at', 'Latest event', '最近出现'),
      time('paid_at', 'c.paid_at', 'Latest payment', '最近付款'),
      column('events', 'integer', 'c.events', 'Number of events', '事件数'),
      column('orders', 'integer', 'c.orders', 'Orders placed', '下单数'),
      column('orders_paid', 'integer', 'c.orders_paid', 'Orders paid', '付款订单数'),
      ...money('paid', 'c.paid_minor', 'Paid in all', '累计付款'),
      ...money('refunded', 'c.refunded_minor', 'Refunded in all', '累计退款'),
      ...money('net', 'c.net_minor', 'Paid less refunded', '净销售额(付款−退款)'),
      column('member_no', 'text', 'c.member_no', 'Member number', '会员号', mask(`'member'`, 'c.member_no')),
      column('member_level', 'text', 'c.member_level', 'Member level', '会员等级'),
      column('member_outlet', 'text', 'c.member_outlet', 'Outlet of the membership', '入会门店'),
      time('member_since', 'c.member_since', 'Member since', '入会时间'),
      column(
        'attributes',
        'json',
        attributes,
        "The value that holds of each attribute, by its field rule: attributes ->> 'city'",
        "各属性按字段规则生效的值,如 attributes ->> 'city'",
        `{fn}.mask_json(${attributes})`,
      ),
    ],
  },
  {
    name: 'identities',
    table: 'identities',
    en: 'Every identity and the customer it points to today',
    zh: '全部身份及其当前所属客户',
    from: 'identities i where i.workspace_id = {ws} and i.customer <> 0',
    columns: [
      column('home', 'bigint', 'i.home', 'Number the identity was born with', '本号'),
      column('customer', 'bigint', 'i.customer', 'Customer it points to today', '当前所属客户'),
      column(
        'namespace',
        'text',
        'i.namespace',
        'phone, email, unionid, openid:<app> …',
        '类型:phone、email、unionid、openid:<应用> 等',
      ),
      column('value', 'text', 'i.value', 'Value', '值', mask('i.namespace', 'i.value')),
      column('verified', 'boolean', 'i.verified', 'Vouched for by a server or a platform', '是否已验证'),
      time('first_seen_at', 'i.first_seen_at', 'First seen', '首次出现'),
      time('last_seen_at', 'i.last_seen_at', 'Last seen, exact to an hour', '最近出现(精确到小时)'),
      column('first_channel', 'text', 'i.first_channel', 'Channel it was first seen in', '首次出现的渠道'),
    ],
  },
  {
    name: 'orders',
    table: 'orders',
    en: 'Every order as its events have it',
    zh: '全部订单,一行一单',
    from: `${ordersJoin} where o.workspace_id = {ws}`,
    columns: [
      ...orderColumns,
      column(
        'status',
        'text',
        'o.status',
        'placed, paid, part_refunded, refunded or cancelled',
        '状态:placed 已下单、paid 已付款、part_refunded 部分退款、refunded 已退款、cancelled 已取消',
      ),
      time('placed_at', 'o.placed_at', 'When it was placed', '下单时间'),
      time('paid_at', 'o.paid_at', 'When it was paid', '付款时间'),
      time(
        'refunded_at',
        'o.refunded_at',
        'Latest refund; each one is in refunds',
        '最近退款时间(每次退款见 refunds)',
      ),
      time('cancelled_at', 'o.cancelled_at', 'When it was cancelled', '取消时间'),
      ...money('placed', 'o.placed_minor', 'Amount placed', '下单金额'),
      ...money('paid', 'o.paid_minor', 'Amount paid', '付款金额'),
      ...money('refunded', 'o.refunded_minor', 'Amount refunded', '退款金额'),
      ...money('net', '(o.paid_minor - o.refunded_minor)', 'Paid less refunded', '净额(付款−退款)'),
      column(
        'currency',
        'text',
        'o.currency',
        'Currency the order named; null: the workspace’s',
        '订单币种;空为工作区币种',
      ),
      ...orderPlace,
      column(
        'payer_kind',
        'text',
        `o.payer ->> 'kind'`,
        'identity or organisation, when somebody else paid',
        '付款方类型(由他人付款时):identity 或 organisation',
      ),
      column(
        'payer',
        'text',
        party('o.payer', false),
        'Who paid, when named',
        '付款方',
        party('o.payer', true),
      ),
    ],
  },
  {
    name: 'order_lines',
    table: 'orders',
    en: 'The lines of every order',
    zh: '订单明细行',
    from: `${ordersJoin} cross join lateral jsonb_array_elements(o.lines) with ordinality as x(line, n) where o.workspace_id = {ws}`,
    columns: [
      ...orderColumns,
      column('line', 'integer', 'x.n::int', 'Which line, from 1', '行号(从 1 起)'),
      column('sku', 'text', `x.line ->> 'sku'`, 'Article number', '商品编码'),
      column('product', 'text', `x.line ->> 'name'`, 'Name of the product', '商品名'),
      column('quantity', 'number', `x.line ->> 'quantity'`, 'How many', '数量'),
      ...money('price', `(x.line ->> 'priceMinor')::numeric::bigint`, 'Price of one', '单价'),
      ...money(
        'amount',
        `round((x.line ->> 'priceMinor')::numeric * (x.line ->> 'quantity')::numeric)::bigint`,
        'Price times quantity',
        '金额(单价×数量)',
      ),
      time('placed_at', 'o.placed_at', 'When the order was placed', '下单时间'),
      time('paid_at', 'o.paid_at', 'When the order was paid', '付款时间'),
      column('status', 'text', 'o.status', 'State of the order', '订单状态'),
      ...orderPlace,
    ],
  },
  {
    name: 'refunds',
    table: 'order_entries',
    en: 'Every single refund at its own time',
    zh: '每一次退款及其时间',
    from: `order_entries e join (${ordersJoin}) on o.workspace_id = {ws} and o.order_id = e.order_id where e.workspace_id = {ws} and e.kind = 'refunded'`,
    columns: [
      ...orderColumns,
      time('refunded_at', 'e.at', 'When it was refunded', '退款时间'),
      ...money('amount', 'coalesce(e.amount_minor, o.paid_minor)', 'Amount refunded', '退款金额'),
      ...orderPlace,
    ],
  },
  {
    name: 'spend',
    table: 'spend',
    en: 'Money paid, by day, channel, play and campaign',
    zh: '花费:按日、渠道、打法和投放',
    from: 'spend s where s.workspace_id = {ws}',
    columns: [
      column('day', 'day', 's.day', 'Day of the workspace', '日期(工作区时区)'),
      column('kind', 'text', 's.kind', 'acquisition or reach', '类型:acquisition 获客、reach 触达'),
      column('channel', 'text', 's.channel', 'Channel it was paid to', '渠道'),
      column('play', 'text', 's.play', 'Play it was paid for', '打法'),
      column('campaign', 'text', 's.campaign', 'Campaign', '投放计划'),
      column('outlet', 'text', 's.outlet', 'Outlet', '门店'),
      ...money('amount', 's.amount_minor', 'Money paid', '花费'),
      column('impressions', 'bigint', 's.impressions', 'Times shown', '曝光'),
      column('clicks', 'bigint', 's.clicks', 'Clicks', '点击'),
    ],
  },
];

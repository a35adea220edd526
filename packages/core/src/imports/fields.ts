import type { ImportKind } from './spec.ts';

export type FieldType = 'text' | 'number' | 'money' | 'time' | 'boolean';

/** A place a column can go to. A field that ends in a colon needs a name after it (`attribute:city`). */
export interface ImportField {
  field: string;
  en: string;
  zh: string;
  required: boolean;
  type: FieldType;
  /** Header names that mean this field, as skeletons: lower case without blanks and punctuation. */
  means: readonly string[];
}

const field = (
  name: string,
  type: FieldType,
  en: string,
  zh: string,
  means: string,
  required = false,
): ImportField => ({ field: name, type, en, zh, required, means: means.split(' ').filter(Boolean) });

const identities = [
  field(
    'identity:phone',
    'text',
    'Phone',
    '手机号',
    'phone mobile mobilephone phonenumber cellphone tel telephone phone1value mobilenumber 手机 手机号 手机号码 电话 联系电话 联系方式 收货人手机 买家手机 收货人电话 收件人手机 联系手机',
  ),
  field(
    'identity:email',
    'text',
    'E-mail',
    '邮箱',
    'email mail emailaddress email1value 邮箱 电子邮箱 电子邮件',
  ),
  field(
    'identity:member',
    'text',
    'Member number',
    '会员号',
    'memberno member memberid membernumber cardno 会员号 会员卡号 会员编号 卡号',
  ),
  field(
    'identity:user',
    'text',
    'User or customer id',
    '用户编号',
    'userid user customerid customer customerno uid accountid buyerid 用户id 用户编号 客户id 客户编号 客户号 买家id',
  ),
  field(
    'identity:anonymous',
    'text',
    'Visitor id',
    '访客编号',
    'anonymousid visitorid clientid 访客id 匿名id',
  ),
  field(
    'identity:shop:',
    'text',
    'Nickname in a marketplace (shop)',
    '平台昵称(店铺)',
    '买家会员名 买家昵称 买家旺旺 买家旺旺号 旺旺 旺旺号 会员名 买家账号 用户昵称 下单账号 下单帐号 buyernickname buyernick buyerusername',
  ),
  field('identity:', 'text', 'Other identity (namespace)', '其他身份(命名空间)', ''),
];

const dimensions = [
  field('channel', 'text', 'Channel', '渠道', 'channel source utmsource 渠道 来源 来源渠道'),
  field('outlet', 'text', 'Outlet', '门店', 'outlet shop store branch 门店 店铺 门店编号 所属门店'),
  field('staff', 'text', 'Staff', '员工', 'staff guide sales employee seller 员工 导购 导购员 销售 店员'),
  field('campaign', 'text', 'Campaign', '活动', 'campaign utmcampaign 活动 营销活动'),
];

const customers: ImportField[] = [
  ...identities,
  field(
    'time',
    'time',
    'Time the row is of',
    '更新时间',
    'updatedat updated lastupdated modifiedat 更新时间 修改时间',
  ),
  field(
    'attribute:name',
    'text',
    'Name',
    '姓名',
    'name fullname customername nickname 姓名 名字 客户姓名 会员姓名 昵称',
  ),
  field('attribute:gender', 'text', 'Gender', '性别', 'gender sex 性别'),
  field('attribute:birthday', 'text', 'Birthday', '生日', 'birthday birthdate dateofbirth dob 生日 出生日期'),
  field('attribute:country', 'text', 'Country', '国家', 'country 国家'),
  field('attribute:province', 'text', 'Province', '省份', 'province state region 省 省份'),
  field('attribute:city', 'text', 'City', '城市', 'city town 市 城市'),
  field(
    'memberLevel',
    'text',
    'Member level',
    '会员等级',
    'level memberlevel tier grade 等级 会员等级 级别 会员级别',
  ),
  field(
    'memberJoinedAt',
    'time',
    'Member since',
    '入会时间',
    'joinedat membersince registeredat createdat registrationdate 入会时间 入会日期 注册时间 注册日期 开卡时间 创建时间',
  ),
  field('memberOutlet', 'text', 'Outlet of the membership', '开卡门店', 'memberoutlet 开卡门店 入会门店'),
  field('tags', 'text', 'Tags (a|b|group:c)', '标签(甲|乙|组:丙)', 'tags tag labels 标签 客户标签 用户标签'),
  field(
    'owner',
    'text',
    'Owner (staff)',
    '归属人(员工)',
    'owner guide 归属人 归属导购 所属导购 专属导购 负责人 导购 导购员',
  ),
  field('assignedOutlet', 'text', 'Outlet they belong to', '归属门店', 'assignedoutlet 归属门店 所属门店'),
  field(
    'consent:marketing',
    'boolean',
    'Consent to marketing',
    '营销同意',
    'marketingconsent consentmarketing consenttomarketing acceptsmarketing marketingoptin 营销同意 同意营销 是否同意营销 同意接收营销信息',
  ),
  field('consent:', 'boolean', 'Consent (topic)', '同意(主题)', ''),
  field('attribute:', 'text', 'Other attribute (name)', '其他属性(名称)', ''),
  field('traits', 'text', 'All attributes (JSON object)', '全部属性(JSON 对象)', 'traits'),
  field('rowKey', 'text', 'Key of the row', '行的唯一键', 'rowkey rowid'),
  ...dimensions,
];

const events: ImportField[] = [
  field(
    'name',
    'text',
    'Event name',
    '事件名',
    'event eventname action eventtype 事件 事件名 事件名称 行为',
    true,
  ),
  field(
    'time',
    'time',
    'Time',
    '时间',
    'time timestamp occurredat eventtime date datetime createdat happenedat originaltimestamp 时间 发生时间 日期 事件时间',
    true,
  ),
  ...identities,
  field('amount', 'money', 'Amount', '金额', 'amount total revenue value 金额 总金额 收入'),
  field('cost', 'money', 'Cost', '花费', 'cost spend 花费 成本'),
  field('orderId', 'text', 'Order number', '订单号', 'orderid orderno ordernumber 订单号 订单编号'),
  field('content', 'text', 'Content', '内容', 'content 内容'),
  field('code', 'text', 'Live code', '活码', 'code 活码 渠道码'),
  field('rowKey', 'text', 'Message id', '消息编号', 'messageid eventid rowkey rowid 消息id 事件id'),
  field('property:', 'text', 'Property (name)', '属性(名称)', ''),
  field('properties', 'text', 'All properties (JSON object)', '全部属性(JSON 对象)', 'properties'),
  ...dimensions,
];

const orders: ImportField[] = [
  field(
    'orderId',
    'text',
    'Order number',
    '订单号',
    'orderid orderno ordernumber order invoiceno invoice invoicenumber transactionid 订单号 订单编号 单号 交易号 小票号 主订单编号 父订单号',
    true,
  ),
  field(
    'time',
    'time',
    'Time',
    '下单时间',
    'time orderdate ordertime invoicedate date createdat paidat transactiondate timestamp datetime 下单时间 付款时间 支付时间 订单付款时间 订单创建时间 订单时间 交易时间 成交时间 日期 时间',
    true,
  ),
  ...identities,
  field(
    'sku',
    'text',
    'Product code',
    '商品编码',
    'sku stockcode productid productcode itemid itemcode 商品编码 商品编号 货号 款号',
  ),
  field(
    'product',
    'text',
    'Product',
    '商品',
    'product productname description item itemname title 商品 商品名称 品名 宝贝标题 商品标题',
  ),
  field('category', 'text', 'Category', '品类', 'category 品类 类目 分类'),
  field('quantity', 'number', 'Quantity', '数量', 'quantity qty count pieces 数量 件数 购买数量 商品数量'),
  field('price', 'money', 'Unit price', '单价', 'price unitprice 单价 价格 售价 商品单价 商品价格'),
  field(
    'lineAmount',
    'money',
    'Amount of the line',
    '行金额',
    'lineamount linetotal subtotal 小计 行金额 商品金额',
  ),
  field(
    'orderAmount',
    'money',
    'Amount of the order',
    '订单金额',
    'amount total orderamount ordertotal totalamount paidamount revenue 金额 订单金额 总金额 实付金额 支付金额 实付 买家实际支付金额 买家实付金额 订单实付金额',
  ),
  field('status', 'text', 'Status', '状态', 'status orderstatus state 状态 订单状态 交易状态'),
  field('currency', 'text', 'Currency', '币种', 'currency 币种'),
  field('property:', 'text', 'Property (name)', '属性(名称)', ''),
  ...dimensions,
];

const catalogue: Record<ImportKind, readonly ImportField[]> = { customers, events, orders };

/** The fields rows of a kind can fill, in the order a person would choose them. */
export function importFields(kind: ImportKind): readonly ImportField[] {
  return catalogue[kind];
}

/** The field a mapping means, e.g. `attribute:city` → the rule of `attribute:city` or of `attribute:`; undefined: none. */
export function fieldOf(kind: ImportKind, name: string): ImportField | undefined {
  const exact = catalogue[kind].find((each) => each.field === name && !name.endsWith(':'));
  if (exact) return exact;
  if (name.endsWith(':')) return undefined;
  // the longest beginning tells most: `identity:shop:taobao` is a nickname before it is an identity
  return catalogue[kind]
    .filter((each) => each.field.endsWith(':') && name.startsWith(each.field))
    .sort((a, b) => b.field.length - a.field.length)[0];
}

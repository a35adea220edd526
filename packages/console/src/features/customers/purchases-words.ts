import { defineWords } from '../../words/define-words.ts';

/** What people bought: of one person, and of a list. */
export const purchasesWords = defineWords('purchases', {
  title: ['购买', 'Purchases'],
  lead: ['一次购买 = 一张已支付订单,含之后退款的', 'A purchase is a paid order, given back since or not'],
  firstPaid: ['首次支付', 'First paid'],
  lastPaid: ['最近支付', 'Last paid'],
  count: ['购买次数', 'Purchases'],
  countOf: ['{{paid}} 次(下单 {{placed}} 单)', '{{paid}} ({{placed}} placed)'],
  averagePaid: ['支付客单价', 'Average paid order'],
  averagePlaced: ['下单客单价', 'Average placed order'],
  averageNet: ['净客单价', 'Average order, net'],
  between: ['平均购买间隔', 'Between purchases'],
  days: ['{{days}} 天', '{{days}} days'],
  returned: ['退款占支付', 'Given back of paid'],
  referrals: ['转介绍', 'Brought'],
  brought: ['{{count}} 人', { one: '{{count}} person', other: '{{count}} people' }],
  never: ['还没有购买', 'No purchase yet'],
  notTracked: ['未采集', 'Not tracked'],
  buyers: ['购买人数', 'Buyers'],
  buyersNote: ['{{share}} 的人支付过', '{{share}} of the people have paid'],
  ordersNote: ['{{count}} 张已支付订单', { one: '{{count}} paid order', other: '{{count}} paid orders' }],
  placedNote: [
    '{{count}} 张订单,未支付的也算',
    { one: '{{count}} order, paid or not', other: '{{count}} orders, paid or not' },
  ],
  netNote: ['(支付 − 退款)÷ 已支付订单', '(Paid − refunded) ÷ paid orders'],
  returnedNote: ['退款 {{refunded}} ÷ 支付 {{paid}}', '{{refunded}} refunded ÷ {{paid}} paid'],
  repurchase: ['复购率', 'Repurchase rate'],
  repurchaseNote: [
    '{{count}} 人支付过两单以上 ÷ 购买人数',
    { one: '{{count}} paid twice or more ÷ buyers', other: '{{count}} paid twice or more ÷ buyers' },
  ],
  churn: ['流失率', 'Churn rate'],
  churnNote: [
    '{{count}} 人 {{days}} 天内没有支付 ÷ 购买人数',
    {
      one: '{{count}} paid nothing for {{days}} days ÷ buyers',
      other: '{{count}} paid nothing for {{days}} days ÷ buyers',
    },
  ],
  churnDays: ['多少天没有支付算流失', 'Days without a payment that count as churn'],
  afterDays: ['{{days}} 天未支付算流失', 'Churned after {{days}} days'],
  referral: ['转介绍率', 'Referral rate'],
  referralNote: [
    '{{count}} 人带来过人 ÷ 购买人数',
    { one: '{{count}} brought somebody ÷ buyers', other: '{{count}} brought somebody ÷ buyers' },
  ],
  referralMissing: [
    '还没有事件说明谁邀请了谁(invited_by)',
    'No event says yet who was invited by whom (invited_by)',
  ],
});

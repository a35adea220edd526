import type { sqlWords } from './sql-words.ts';

/** A question people really have, with the query that answers it. */
interface ExampleQuery {
  name: keyof typeof sqlWords.phrases;
  text: string;
}

/** The examples of the page, most asked first. */
export const exampleQueries: readonly ExampleQuery[] = [
  {
    name: 'example.netSales',
    text: `select date_trunc('month', at)::date as month, channel, sum(amount) as net_sales
from (
  select paid_at as at, channel, paid as amount from orders where paid_at is not null
  union all
  select refunded_at, channel, -amount from refunds
) as sales
group by 1, 2
order by 1, 3 desc`,
  },
  {
    name: 'example.channels',
    text: `select channel, count(*) as customers, count(*) filter (where private) as private,
  count(*) filter (where orders_paid > 0) as buyers, sum(net) as net
from customers
where identifiable
group by channel
order by net desc nulls last`,
  },
  {
    name: 'example.repeat',
    text: `with firsts as (
  select customer, min(paid_at) as first_at, count(*) as paid_orders
  from orders
  where paid_at is not null and customer is not null
  group by customer
)
select date_trunc('month', first_at)::date as month, count(*) as buyers,
  count(*) filter (where paid_orders > 1) as repeated,
  round(100.0 * count(*) filter (where paid_orders > 1) / count(*), 1) as repeat_percent
from firsts
group by 1
order by 1`,
  },
  {
    name: 'example.products',
    text: `select sku, max(product) as product, sum(quantity) as quantity, sum(amount) as amount,
  count(distinct customer) as customers
from order_lines
where paid_at is not null
group by sku
order by amount desc nulls last
limit 50`,
  },
  {
    name: 'example.outlets',
    text: `select outlet, staff, count(*) as orders, count(distinct customer) as customers, sum(net) as net
from orders
where paid_at is not null
group by outlet, staff
order by net desc`,
  },
  {
    name: 'example.days',
    text: `select occurred_at::date as day, name, count(*) as events, count(distinct customer) as people
from events
where occurred_at > (select max(occurred_at) from events) - interval '30 days'
group by 1, 2
order by 1 desc, 3 desc`,
  },
  {
    name: 'example.identities',
    text: `select namespaces, count(*) as people
from (
  select customer, string_agg(distinct split_part(namespace, ':', 1), ' + ') as namespaces
  from identities
  group by customer
) as people
group by namespaces
order by people desc`,
  },
];

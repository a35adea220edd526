import type { Order } from '@yutang/contracts/orders';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useCustomerParties } from '../parties/parties-api.ts';
import { PartyLink } from '../parties/party-parts.tsx';
import styles from './customer-page.module.css';
import { customerWords } from './customer-words.ts';
import { customerOrders } from './customers-api.ts';

const tones: Record<Order['status'], TagTone> = {
  placed: 'plain',
  paid: 'good',
  part_refunded: 'warn',
  refunded: 'warn',
  cancelled: 'plain',
};

/** Orders of one person, latest first, with their lines. */
export function OrdersPanel({ customer }: { customer: number }) {
  const say = useWords(customerWords);
  const formats = useFormats();
  const list = usePaged<Order>(['customer', customer, 'orders'], (cursor) =>
    customerOrders({ customer, limit: 6, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Panel title={say('orders')}>
      <Answer of={list} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noOrders')} />
          ) : (
            <>
              <ul className={styles.orders}>
                {items.map((order) => (
                  <li key={order.orderId}>
                    <div className={styles.order}>
                      <span>
                        <code>{order.orderId}</code>{' '}
                        <Tag tone={tones[order.status]}>{say(`order.${order.status}`)}</Tag>
                      </span>
                      <strong className="figure">{formats.money(order.netMinor || order.placedMinor)}</strong>
                    </div>
                    <p className={styles.lineage}>
                      <Instant at={order.placedAt ?? order.paidAt} />
                      {[order.outlet, order.staff].filter(Boolean).map((part) => ` · ${part}`)}
                    </p>
                    <Sides order={order} customer={customer} />
                    {order.lines.length > 0 ? (
                      <p className={styles.lines}>
                        {formats.list(
                          order.lines.map(
                            (line) => `${line.name ?? line.sku ?? '?'} × ${formats.number(line.quantity)}`,
                          ),
                        )}
                      </p>
                    ) : null}
                  </li>
                ))}
              </ul>
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

/** Who placed an order, who paid and for whom it is, where that is somebody else (ID-12). */
function Sides({ order, customer }: { order: Order; customer: number }) {
  const say = useWords(customerWords);
  const parties = useCustomerParties(customer);
  const { payer, beneficiary } = order;
  const named = (party: Order['payer']) =>
    parties.data?.organisations.find(({ ref }) => party?.kind === 'organisation' && ref === party.ref)?.name;
  const own = (party: Order['payer']) => party?.kind === 'customer' && party.customer === customer;
  const placer = order.customer === customer ? null : { kind: 'customer' as const, ref: null };
  if (!placer && own(payer) && own(beneficiary)) return null;
  const sides = [
    placer && order.customer !== null
      ? ([say('placedBy'), { ...placer, customer: order.customer, name: order.customerName }] as const)
      : null,
    payer && !own(payer) ? ([say('paidBy'), payer] as const) : null,
    beneficiary && !own(beneficiary) ? ([say('usedBy'), beneficiary] as const) : null,
  ].filter((side) => side !== null);
  return (
    <p className={styles.lineage}>
      {sides.map(([label, party], index) => (
        <span key={label}>
          {index > 0 ? ' · ' : ''}
          {label} <PartyLink party={party} name={named(party)} />
        </span>
      ))}
    </p>
  );
}

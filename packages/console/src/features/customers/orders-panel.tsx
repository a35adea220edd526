import type { Order } from '@yutang/contracts/orders';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
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

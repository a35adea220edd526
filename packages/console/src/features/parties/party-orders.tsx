import type { Order } from '@yutang/contracts/orders';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { customerOrders } from '../customers/customers-api.ts';
import { partiesWords } from './parties-words.ts';
import { PartyLink } from './party-parts.tsx';

/** Orders an organisation paid for: who placed them, for whom. */
export function PartyOrders({ party }: { party: string }) {
  const say = useWords(partiesWords);
  const formats = useFormats();
  const list = usePaged<Order>(['parties', 'orders', party], (cursor) =>
    customerOrders({ organisation: party, limit: 10, ...(cursor && { cursor }) }),
  );
  return (
    <Panel flush title={say('ordersTitle')}>
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noOrders')} />
          ) : (
            <>
              <DataTable
                caption={say('ordersTitle')}
                rows={items}
                rowKey={(order) => order.orderId}
                columns={[
                  {
                    key: 'order',
                    title: say('order'),
                    phone: 'title',
                    cell: (order) => <code>{order.orderId}</code>,
                  },
                  {
                    key: 'placedBy',
                    title: say('placedBy'),
                    cell: (order) =>
                      order.customer === null ? (
                        say('nobody')
                      ) : (
                        <PartyLink
                          party={{
                            kind: 'customer',
                            customer: order.customer,
                            ref: null,
                            name: order.customerName,
                          }}
                        />
                      ),
                  },
                  {
                    key: 'forWhom',
                    title: say('forWhom'),
                    cell: (order) => <PartyLink party={order.beneficiary} />,
                  },
                  {
                    key: 'net',
                    title: say('net'),
                    number: true,
                    cell: (order) => formats.money(order.netMinor),
                  },
                  {
                    key: 'when',
                    title: say('when'),
                    number: true,
                    cell: (order) => <Instant at={order.placedAt ?? order.paidAt} />,
                  },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

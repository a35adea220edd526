import { useQuery } from '@tanstack/react-query';
import { Facts } from '../../design/facts.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { personPurchases } from './customers-api.ts';
import { purchasesWords } from './purchases-words.ts';

const day = 86_400_000;

/** What one person bought: when, how often, for how much, how much of it came back, and whom they brought. */
export function PurchasePanel({ customer }: { customer: number }) {
  const say = useWords(purchasesWords);
  const formats = useFormats();
  const asked = useQuery({
    queryKey: ['customer', customer, 'purchases'],
    queryFn: () => personPurchases(customer),
  });
  return (
    <Panel title={say('title')} note={say('lead')}>
      <Answer of={asked} small>
        {(bought) => {
          const money = (minor: number | null) => (minor === null ? null : formats.money(minor));
          const { ordersPaid, ordersPlaced, firstPaidAt, lastPaidAt, betweenMs, returnedShare } = bought;
          const times = { paid: formats.number(ordersPaid), placed: formats.number(ordersPlaced) };
          const referrals =
            bought.referrals === null ? say('notTracked') : say('brought', { count: bought.referrals });
          return (
            <>
              {ordersPaid === 0 ? <Empty small title={say('never')} /> : null}
              <Facts
                rows={[
                  [say('firstPaid'), firstPaidAt === null ? null : <Instant key="first" at={firstPaidAt} />],
                  [say('lastPaid'), lastPaidAt === null ? null : <Instant key="last" at={lastPaidAt} />],
                  [say('count'), ordersPlaced === 0 ? null : say('countOf', times)],
                  [say('averagePaid'), money(bought.averagePaidMinor)],
                  [say('averagePlaced'), money(bought.averagePlacedMinor)],
                  [say('averageNet'), money(bought.averageNetMinor)],
                  [
                    say('between'),
                    betweenMs === null
                      ? null
                      : say('days', { days: formats.number(Math.round((betweenMs / day) * 10) / 10) }),
                  ],
                  [say('returned'), returnedShare === null ? null : formats.percent(returnedShare)],
                  [say('referrals'), referrals],
                ]}
              />
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}

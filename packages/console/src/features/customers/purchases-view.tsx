import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CustomerFilter } from '@yutang/contracts/portrait';
import type { Purchases } from '@yutang/contracts/purchases';
import { Select } from 'antd';
import { useState } from 'react';
import { useFormats } from '../../design/formats.ts';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Panel, Stack } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { purchasesOf } from './customers-api.ts';
import { purchasesWords } from './purchases-words.ts';

const churnChoices = [30, 60, 90, 180, 365];

interface ViewProps {
  filter: CustomerFilter;
  onOpen: (filter: CustomerFilter) => void;
}

/** What the people of a list bought; what counts people opens them. */
export function PurchasesView({ filter, onOpen }: ViewProps) {
  const say = useWords(purchasesWords);
  const [churnDays, setChurnDays] = useState(90);
  const asked = useQuery({
    queryKey: ['customers', 'purchases', filter, churnDays],
    queryFn: () => purchasesOf({ ...filter, churnDays }),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel
      title={say('title')}
      note={say('lead')}
      aside={
        <Select
          size="small"
          aria-label={say('churnDays')}
          value={churnDays}
          onChange={setChurnDays}
          popupMatchSelectWidth={false}
          options={churnChoices.map((days) => ({ value: days, label: say('afterDays', { days }) }))}
        />
      }
    >
      <Answer of={asked} small>
        {(bought) => <Figures bought={bought} onOpen={onOpen} />}
      </Answer>
    </Panel>
  );
}

function Figures({ bought, onOpen }: { bought: Purchases; onOpen: ViewProps['onOpen'] }) {
  const say = useWords(purchasesWords);
  const formats = useFormats();
  const { buyers, repeatBuyers, churned, referrers } = bought;
  const percent = (share: number | null) => (share === null ? '—' : formats.percent(share));
  const money = (minor: number | null) => (minor === null ? '—' : formats.money(minor));
  const opens = (found: Purchases['buyers'] | null) =>
    found && found.people > 0 ? { onOpen: () => onOpen(found.filter) } : {};
  return (
    <Stack>
      <Tiles>
        <NumberTile
          strong
          label={say('buyers')}
          value={formats.number(buyers.people)}
          note={say('buyersNote', {
            share: percent(bought.people > 0 ? buyers.people / bought.people : null),
          })}
          {...opens(buyers)}
        />
        <NumberTile
          label={say('repurchase')}
          value={percent(bought.repurchaseRate)}
          note={say('repurchaseNote', { count: repeatBuyers.people })}
          {...opens(repeatBuyers)}
        />
        <NumberTile
          label={say('churn')}
          value={percent(bought.churnRate)}
          note={say('churnNote', { count: churned.people, days: bought.churnDays })}
          {...opens(churned)}
        />
        <NumberTile
          label={say('referral')}
          value={referrers ? percent(bought.referralRate) : say('notTracked')}
          note={referrers ? say('referralNote', { count: referrers.people }) : say('referralMissing')}
          {...opens(referrers)}
        />
      </Tiles>
      <Tiles>
        <NumberTile
          label={say('averagePaid')}
          value={money(bought.averagePaidMinor)}
          note={say('ordersNote', { count: bought.ordersPaid })}
        />
        <NumberTile
          label={say('averagePlaced')}
          value={money(bought.averagePlacedMinor)}
          note={say('placedNote', { count: bought.ordersPlaced })}
        />
        <NumberTile label={say('averageNet')} value={money(bought.averageNetMinor)} note={say('netNote')} />
        <NumberTile
          label={say('returned')}
          value={percent(bought.returnedShare)}
          note={say('returnedNote', {
            refunded: formats.money(bought.refundedMinor),
            paid: formats.money(bought.paidMinor),
          })}
        />
      </Tiles>
    </Stack>
  );
}

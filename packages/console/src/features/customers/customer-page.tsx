import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CustomerProfile } from '@yutang/contracts/customers';
import { Link, useParams } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Notice } from '../../design/notice.tsx';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Columns, Page, Stack } from '../../design/page.tsx';
import { Answer, Skeleton } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ExperiencePanel } from '../experience/experience-panel.tsx';
import { IdentitiesPanel } from '../identity/identities-panel.tsx';
import { useLiveNews } from '../live/live-connection.ts';
import { OwnershipPanel } from '../ownership/ownership-panel.tsx';
import { CustomerPartiesPanel } from '../parties/customer-parties-panel.tsx';
import { CustomerTagsPanel } from '../tags/customer-tags-panel.tsx';
import { AttributesPanel } from './attributes-panel.tsx';
import { ConsentsPanel } from './consents-panel.tsx';
import { CustomerActions } from './customer-actions.tsx';
import styles from './customer-page.module.css';
import { customerWords } from './customer-words.ts';
import { customerProfile } from './customers-api.ts';
import { FactsPanel } from './facts-panel.tsx';
import { OrdersPanel } from './orders-panel.tsx';
import { RoleTags, StateTag, usePersonName } from './person.tsx';
import { PondChangesPanel } from './pond-changes-panel.tsx';
import { PurchasePanel } from './purchase-panel.tsx';
import { RelationsPanel } from './relations-panel.tsx';
import { ThreePartTest } from './three-part-test.tsx';
import { TimelinePanel } from './timeline-panel.tsx';

/** One person, everything known, and what can be done. */
export function CustomerPage() {
  const say = useWords(customerWords);
  const { id = '' } = useParams();
  const customer = Number(id);
  const session = useSession();
  const queryClient = useQueryClient();
  const asked = useQuery({
    queryKey: ['customer', customer, 'profile'],
    queryFn: () => customerProfile(customer),
  });
  useLiveNews(
    () => void queryClient.invalidateQueries({ queryKey: ['customer', customer] }),
    4000,
    session.can('events.read'),
  );
  return (
    <Answer
      of={asked}
      back={<Link to="/customers">{say('toList')}</Link>}
      skeleton={
        <Page title="…">
          <Skeleton height={92} />
          <Skeleton height={420} />
        </Page>
      }
    >
      {(profile) => <Person key={profile.id} profile={profile} asked={customer} />}
    </Answer>
  );
}

function Person({ profile, asked }: { profile: CustomerProfile; asked: number }) {
  const say = useWords(customerWords);
  const nameOf = usePersonName();
  const formats = useFormats();
  const name = nameOf(profile);
  const { sales } = profile;
  return (
    <Page
      name={name}
      before={
        <span className={styles.avatar} aria-hidden="true">
          {profile.name ? [...profile.name][0] : <Icon name="person" size={22} />}
        </span>
      }
      title={
        <span className={styles.name}>
          {name}
          <StateTag pond={profile.pond} />
          <RoleTags roles={profile.roles} />
        </span>
      }
      lead={
        <>
          <Link to="/customers">{say('back')}</Link> · {say('number', { id: profile.id })} ·{' '}
          {say('since', { date: formats.date(profile.firstSeenAt) })}
        </>
      }
      actions={<CustomerActions profile={profile} name={name} />}
    >
      {profile.id !== asked ? <Notice>{say('movedTitle', { asked })}</Notice> : null}
      <Tiles>
        <NumberTile
          label={say('placed')}
          value={formats.money(sales.placedMinor)}
          note={say('orderCount', { count: sales.orders })}
        />
        <NumberTile label={say('paid')} value={formats.money(sales.paidMinor)} />
        <NumberTile label={say('refunded')} value={formats.money(sales.refundedMinor)} />
        <NumberTile strong label={say('net')} value={formats.money(sales.netMinor)} />
        <NumberTile label={say('events')} value={formats.number(profile.events)} />
      </Tiles>
      <Columns wide>
        <Stack>
          <IdentitiesPanel customer={profile.id} />
          <TimelinePanel customer={profile.id} homes={profile.homes} />
        </Stack>
        <Stack>
          <ThreePartTest evidence={profile.evidence} />
          <CustomerTagsPanel customer={profile.id} />
          <OwnershipPanel customer={profile.id} />
          <ExperiencePanel customer={profile.id} />
          <FactsPanel profile={profile} />
          <AttributesPanel customer={profile.id} />
          <ConsentsPanel customer={profile.id} />
          <PurchasePanel customer={profile.id} />
          <OrdersPanel customer={profile.id} />
          <CustomerPartiesPanel customer={profile.id} />
          <RelationsPanel customer={profile.id} />
          <PondChangesPanel customer={profile.id} />
        </Stack>
      </Columns>
    </Page>
  );
}

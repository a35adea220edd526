import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OrganisationProfile } from '@yutang/contracts/parties';
import { App, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { Facts } from '../../design/facts.tsx';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { problemText } from '../../design/notice.tsx';
import { NumberTile, Tiles } from '../../design/number-tile.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { Answer } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { changeParty, party } from './parties-api.ts';
import { partiesWords } from './parties-words.ts';
import { PartyDialog } from './party-dialog.tsx';
import { PartyOrders } from './party-orders.tsx';
import { KindTag, useRoleName } from './party-parts.tsx';
import { PartyPeople } from './party-people.tsx';

/** One organisation: its people with their roles, what it paid and for whom. */
export function PartyPage() {
  const { ref = '' } = useParams();
  const say = useWords(partiesWords);
  const session = useSession();
  const [editing, setEditing] = useState(false);
  const asked = useQuery({ queryKey: ['parties', 'one', ref], queryFn: () => party(ref) });
  const found = asked.data;
  return (
    <Page
      name={found?.name ?? ref}
      title={
        found ? (
          <>
            {found.name ?? ref} <KindTag kind={found.kind} />{' '}
            {found.archived ? <Tag>{say('archived')}</Tag> : null}
          </>
        ) : (
          ref
        )
      }
      lead={<Link to="/parties">{say('toList')}</Link>}
      actions={
        found && session.can('customers.write') ? (
          <Row>
            <ArchiveButton of={found} />
            <Button onClick={() => setEditing(true)}>{say('edit')}</Button>
          </Row>
        ) : null
      }
    >
      <Answer of={asked} back={<Link to="/parties">{say('toList')}</Link>}>
        {(data) => <Content of={data} />}
      </Answer>
      {editing && found ? <PartyDialog edited={found} onClose={() => setEditing(false)} /> : null}
    </Page>
  );
}

function Content({ of }: { of: OrganisationProfile }) {
  const say = useWords(partiesWords);
  const formats = useFormats();
  const navigate = useNavigate();
  const roleName = useRoleName();
  const list = (as: 'contact' | 'user') =>
    `/customers?organisation=${encodeURIComponent(of.ref)}&organisationAs=${as}`;
  const traits = Object.entries(of.traits).map(
    ([key, value]) => [key, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const,
  );
  return (
    <>
      <Tiles>
        <NumberTile
          strong
          label={say('net')}
          value={formats.money(of.sales.netMinor)}
          note={say('netNote')}
        />
        <NumberTile label={say('orders')} value={formats.number(of.sales.orders)} />
        <NumberTile
          label={say('contacts')}
          value={formats.number(of.contacts)}
          note={formats.list(of.roles.map(({ role, contacts }) => `${roleName(role)} ${contacts}`))}
          onOpen={() => void navigate(list('contact'))}
        />
        <NumberTile
          label={say('users')}
          value={formats.number(of.users)}
          note={say('usersNote')}
          onOpen={() => void navigate(list('user'))}
        />
      </Tiles>
      <PartyPeople of={of} />
      <PartyOrders party={of.ref} />
      <Panel title={say('about')}>
        <Facts
          rows={[
            [say('ref'), <code key="ref">{of.ref}</code>],
            [say('paid'), formats.money(of.sales.paidMinor)],
            [say('paidAt'), of.paidAt === null ? null : <Instant key="paid" at={of.paidAt} />],
            [say('firstAt'), <Instant key="first" at={of.firstAt} />],
            [say('lastAt'), <Instant key="last" at={of.lastAt} />],
            ...traits,
          ]}
        />
      </Panel>
    </>
  );
}

function ArchiveButton({ of }: { of: OrganisationProfile }) {
  const say = useWords(partiesWords);
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () => changeParty(of.ref, { archived: !of.archived }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['parties'] }),
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  if (of.archived)
    return (
      <Button loading={saving.isPending} onClick={() => saving.mutate()}>
        {say('restore')}
      </Button>
    );
  return (
    <Popconfirm
      title={say('archiveAsk')}
      okText={say('archive')}
      cancelText={sayDesign('cancel')}
      onConfirm={() => saving.mutateAsync().catch(() => undefined)}
    >
      <Button>{say('archive')}</Button>
    </Popconfirm>
  );
}

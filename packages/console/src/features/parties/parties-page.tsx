import type { OrganisationItem, OrganisationKind } from '@yutang/contracts/parties';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { addressOf, partyPage } from './parties-api.ts';
import { partiesWords } from './parties-words.ts';
import { PartyDialog } from './party-dialog.tsx';
import { KindTag } from './party-parts.tsx';

const kinds = ['company', 'household'] as const;

/** Companies and households, with what they paid. */
export function PartiesPage() {
  const say = useWords(partiesWords);
  const session = useSession();
  const [q, setQ] = useState('');
  const [kind, setKind] = useState<OrganisationKind | undefined>();
  const [archived, setArchived] = useState(false);
  const [adding, setAdding] = useState(false);
  const query = { ...(q && { q }), ...(kind && { kind }), ...(archived && { archived }) };
  const list = usePaged<OrganisationItem>(['parties', 'list', query], (cursor) =>
    partyPage({ ...query, limit: 50, ...(cursor && { cursor }) }),
  );
  // who sees a part of the customers would not see what they made
  const add =
    session.can('customers.write') && session.ownStaff === null ? (
      <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
        {say('add')}
      </Button>
    ) : null;
  return (
    <Page title={say('title')} lead={say('lead')} actions={add}>
      <Panel
        flush
        title={say('title')}
        aside={
          <Row>
            <Input.Search
              aria-label={say('search')}
              placeholder={say('search')}
              allowClear
              style={{ width: 200 }}
              onSearch={(text) => setQ(text.trim())}
            />
            <Select<OrganisationKind>
              aria-label={say('kind')}
              placeholder={say('anyKind')}
              allowClear
              style={{ width: 120 }}
              onChange={setKind}
              options={kinds.map((value) => ({ value, label: say(`kind.${value}`) }))}
            />
            <Checkbox checked={archived} onChange={(event) => setArchived(event.target.checked)}>
              {say('archived')}
            </Checkbox>
          </Row>
        }
      >
        <Answer of={list}>
          {({ items }) =>
            items.length > 0 ? (
              <>
                <PartyTable items={items} />
                <LoadMore of={list} />
              </>
            ) : Object.keys(query).length > 0 ? (
              <Empty title={say('nothing')} />
            ) : (
              <Empty title={say('emptyTitle')} text={say('emptyText')} action={add} />
            )
          }
        </Answer>
      </Panel>
      {adding ? <PartyDialog edited="new" onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function PartyTable({ items }: { items: readonly OrganisationItem[] }) {
  const say = useWords(partiesWords);
  const formats = useFormats();
  const navigate = useNavigate();
  return (
    <DataTable
      caption={say('title')}
      rows={items}
      rowKey={(item) => item.ref}
      onOpen={(item) => void navigate(addressOf(item.ref))}
      columns={[
        {
          key: 'name',
          title: say('name'),
          phone: 'title',
          cell: (item) => (
            <>
              <Link to={addressOf(item.ref)}>{item.name ?? item.ref}</Link> <KindTag kind={item.kind} />
            </>
          ),
        },
        {
          key: 'contacts',
          title: say('contacts'),
          number: true,
          cell: (item) => (
            <Link to={`/customers?organisation=${encodeURIComponent(item.ref)}&organisationAs=contact`}>
              {formats.number(item.contacts)}
            </Link>
          ),
        },
        {
          key: 'orders',
          title: say('orders'),
          number: true,
          cell: (item) => formats.number(item.sales.orders),
        },
        {
          key: 'paid',
          title: say('paid'),
          number: true,
          phone: 'hide',
          cell: (item) => formats.money(item.sales.paidMinor),
        },
        {
          key: 'net',
          title: say('net'),
          number: true,
          cell: (item) => <strong>{formats.money(item.sales.netMinor)}</strong>,
        },
        {
          key: 'paidAt',
          title: say('paidAt'),
          number: true,
          phone: 'hide',
          cell: (item) => (item.paidAt === null ? '—' : <Instant at={item.paidAt} as="ago" />),
        },
      ]}
    />
  );
}

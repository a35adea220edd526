import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { OrganisationPerson, OrganisationProfile } from '@yutang/contracts/parties';
import { App, Button, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { usePersonName } from '../customers/person.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import { partyPeople, removeContact } from './parties-api.ts';
import { partiesWords } from './parties-words.ts';
import { RoleList } from './party-parts.tsx';

const views = ['all', 'contact', 'user'] as const;

/** Contacts with their roles and beneficiaries with what was paid for them. */
export function PartyPeople({ of }: { of: OrganisationProfile }) {
  const say = useWords(partiesWords);
  const session = useSession();
  const mayWrite = session.can('customers.write');
  const [view, setView] = useState<(typeof views)[number]>('all');
  const [edited, setEdited] = useState<OrganisationPerson | 'new' | null>(null);
  const people = usePaged<OrganisationPerson>(['parties', 'people', of.ref, view], (cursor) =>
    partyPeople(of.ref, { limit: 20, ...(view !== 'all' && { as: view }), ...(cursor && { cursor }) }),
  );
  const add = mayWrite ? <Button onClick={() => setEdited('new')}>{say('addContact')}</Button> : null;
  return (
    <Panel
      flush
      title={say('people')}
      aside={
        <Row>
          <Segmented
            value={view}
            onChange={setView}
            options={views.map((value) => ({ value, label: say(`as.${value}`) }))}
          />
          {add}
        </Row>
      }
    >
      <Answer of={people}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noPeople')} text={say('noPeopleText')} />
          ) : (
            <>
              <PeopleTable of={of} items={items} mayWrite={mayWrite} onEdit={setEdited} />
              <LoadMore of={people} />
            </>
          )
        }
      </Answer>
      {edited === null ? null : (
        <ContactDialog
          title={say(edited === 'new' ? 'addContact' : 'editRoles')}
          party={of.ref}
          {...(edited !== 'new' && { customer: edited.customer.id, roles: edited.contact?.roles ?? [] })}
          onClose={() => setEdited(null)}
        />
      )}
    </Panel>
  );
}

function PeopleTable({
  of,
  items,
  mayWrite,
  onEdit,
}: {
  of: OrganisationProfile;
  items: readonly OrganisationPerson[];
  mayWrite: boolean;
  onEdit: (person: OrganisationPerson) => void;
}) {
  const say = useWords(partiesWords);
  const formats = useFormats();
  const nameOf = usePersonName();
  return (
    <DataTable
      caption={say('people')}
      rows={items}
      rowKey={(one) => one.customer.id}
      columns={[
        {
          key: 'person',
          title: say('person'),
          phone: 'title',
          cell: ({ customer }) => <Link to={`/customers/${customer.id}`}>{nameOf(customer)}</Link>,
        },
        {
          key: 'roles',
          title: say('roles'),
          cell: ({ contact }) => (
            <Row>
              <RoleList contact={contact} />
            </Row>
          ),
        },
        {
          key: 'received',
          title: say('received'),
          number: true,
          cell: ({ received }) =>
            received === null
              ? '—'
              : say('receivedCount', { count: received.orders, net: formats.money(received.netMinor) }),
        },
        {
          key: 'used',
          title: say('used'),
          number: true,
          cell: ({ usedAt }) => (usedAt === null ? '—' : <Instant at={usedAt} as="ago" />),
        },
        {
          key: 'seen',
          title: say('seen'),
          number: true,
          phone: 'hide',
          cell: ({ customer }) => <Instant at={customer.lastSeenAt} as="ago" />,
        },
        {
          key: 'act',
          title: '',
          number: true,
          cell: (one) =>
            mayWrite ? (
              <Row>
                <Button size="small" onClick={() => onEdit(one)}>
                  {say('editRoles')}
                </Button>
                {one.contact ? <RemoveButton party={of.ref} customer={one.customer.id} /> : null}
              </Row>
            ) : null,
        },
      ]}
    />
  );
}

function RemoveButton({ party, customer }: { party: string; customer: number }) {
  const say = useWords(partiesWords);
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const removing = useMutation({
    mutationFn: () => removeContact(party, customer),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['parties'] });
      void queryClient.invalidateQueries({ queryKey: ['customer', customer] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Popconfirm
      title={say('removeAsk')}
      okText={say('removeContact')}
      cancelText={sayDesign('cancel')}
      onConfirm={() => removing.mutateAsync().catch(() => undefined)}
    >
      <Button size="small">{say('removeContact')}</Button>
    </Popconfirm>
  );
}

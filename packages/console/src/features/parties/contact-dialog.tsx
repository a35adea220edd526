import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useState } from 'react';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { customerPage } from '../customers/customers-api.ts';
import { usePersonName } from '../customers/person.tsx';
import { partyPage, writeContact } from './parties-api.ts';
import { partiesWords } from './parties-words.ts';
import { useRoleName } from './party-parts.tsx';

const known = ['buyer', 'user', 'decision_maker', 'payer'] as const;

interface Fields {
  party: string;
  customer: number;
  roles: string[];
}

/** Makes somebody a contact, or changes the roles of one. What is given is not asked for. */
export function ContactDialog({
  title,
  party,
  customer,
  roles = [],
  onClose,
}: {
  title: string;
  party?: string;
  customer?: number;
  roles?: readonly string[];
  onClose: () => void;
}) {
  const say = useWords(partiesWords);
  const roleName = useRoleName();
  const required = [{ required: true, message: say('pickRule') }];
  return (
    <SaveDialog<Fields>
      title={title}
      initial={{ roles: [...roles] }}
      save={(fields) =>
        writeContact(party ?? fields.party, customer ?? fields.customer, { roles: fields.roles ?? [] })
      }
      touches={[['parties'], ['customer']]}
      onClose={onClose}
    >
      {party === undefined ? (
        <Form.Item name="party" label={say('organisation')} rules={required}>
          <PartySelect />
        </Form.Item>
      ) : null}
      {customer === undefined ? (
        <Form.Item name="customer" label={say('person')} rules={required}>
          <CustomerSelect />
        </Form.Item>
      ) : null}
      <Form.Item name="roles" label={say('roles')} extra={say('rolesHint')}>
        <Select
          mode="tags"
          tokenSeparators={[',', ',', '、']}
          maxCount={10}
          options={known.map((value) => ({ value, label: roleName(value) }))}
        />
      </Form.Item>
    </SaveDialog>
  );
}

interface Choice<T> {
  id?: string;
  value?: T;
  onChange?: (value: T) => void;
}

function PartySelect(choice: Choice<string>) {
  const say = useWords(partiesWords);
  const [q, setQ] = useState('');
  const found = useQuery({
    queryKey: ['parties', 'choice', q],
    queryFn: () => partyPage({ limit: 20, ...(q && { q }) }),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      {...choice}
      showSearch={{ filterOption: false, onSearch: (text) => setQ(text.trim()) }}
      placeholder={say('pickParty')}
      loading={found.isFetching}
      options={(found.data?.items ?? []).map(({ ref, name }) => ({ value: ref, label: name ?? ref }))}
    />
  );
}

function CustomerSelect(choice: Choice<number>) {
  const say = useWords(partiesWords);
  const nameOf = usePersonName();
  const [q, setQ] = useState('');
  const found = useQuery({
    queryKey: ['customers', 'choice', q],
    queryFn: () => customerPage({ limit: 20, kind: 'customer', ...(q && { q }) }),
    placeholderData: keepPreviousData,
  });
  return (
    <Select
      {...choice}
      showSearch={{ filterOption: false, onSearch: (text) => setQ(text.trim()) }}
      placeholder={say('pickPerson')}
      loading={found.isFetching}
      options={(found.data?.items ?? []).map((one) => ({
        value: one.id,
        label: [nameOf(one), one.phone, `#${one.id}`].filter(Boolean).join(' · '),
      }))}
    />
  );
}

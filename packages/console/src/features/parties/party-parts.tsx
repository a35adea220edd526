import type { OrderPage } from '@yutang/contracts/orders';
import type { OrganisationKind } from '@yutang/contracts/parties';
import { Link } from 'react-router';
import { Tag } from '../../design/tag.tsx';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { addressOf } from './parties-api.ts';
import { partiesWords } from './parties-words.ts';

/** Company or household, as a tag. */
export function KindTag({ kind }: { kind: OrganisationKind }) {
  const say = useWords(partiesWords);
  return <Tag tone={kind === 'household' ? 'water' : 'plain'}>{say(`kind.${kind}`)}</Tag>;
}

/** What a role is called; a word of somebody's own stands as it is. */
export function useRoleName(): (role: string) => string {
  const say = useWords(partiesWords);
  return (role) => {
    const key = `role.${role}`;
    return hasPhrase(partiesWords, key) ? say(key) : role;
  };
}

/** The roles of a contact; without any, that there is one. null: no contact, only paid for. */
export function RoleList({ contact }: { contact: { roles: readonly string[] } | null }) {
  const say = useWords(partiesWords);
  const roleName = useRoleName();
  if (contact === null) return <Tag>{say('onlyUser')}</Tag>;
  if (contact.roles.length === 0) return <Tag tone="water">{say('noRole')}</Tag>;
  return contact.roles.map((role) => (
    <Tag key={role} tone="water">
      {roleName(role)}
    </Tag>
  ));
}

type Party = OrderPage['items'][number]['payer'];

/** A payer or beneficiary, as a link where there is a page. */
export function PartyLink({ party, name }: { party: Party; name?: string | null | undefined }) {
  if (party === null) return '—';
  if (party.kind === 'organisation')
    return <Link to={addressOf(party.ref ?? '')}>{name ?? party.name ?? party.ref}</Link>;
  if (party.customer === null) return party.ref;
  return <Link to={`/customers/${party.customer}`}>{party.name ?? `#${party.customer}`}</Link>;
}

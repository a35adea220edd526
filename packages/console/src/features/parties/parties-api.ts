import { useQuery } from '@tanstack/react-query';
import type {
  ContactDraft,
  CustomerParties,
  OrganisationDraft,
  OrganisationPage,
  OrganisationPatch,
  OrganisationPeople,
  OrganisationProfile,
  OrganisationQuery,
} from '@yutang/contracts/parties';
import { call } from '../../api/client.ts';

const at = (ref: string) => `/parties/${encodeURIComponent(ref)}`;

export const partyPage = (query: OrganisationQuery) => call<OrganisationPage>('GET', '/parties', { query });
export const party = (ref: string) => call<OrganisationProfile>('GET', at(ref));
export const makeParty = (body: OrganisationDraft) => call<OrganisationProfile>('POST', '/parties', { body });
export const changeParty = (ref: string, body: OrganisationPatch) =>
  call<OrganisationProfile>('PATCH', at(ref), { body });
export const partyPeople = (
  ref: string,
  query: { as?: 'contact' | 'user'; role?: string; limit?: number; cursor?: string },
) => call<OrganisationPeople>('GET', `${at(ref)}/people`, { query });
export const writeContact = (ref: string, customer: number, body: ContactDraft) =>
  call<object>('PUT', `${at(ref)}/contacts/${customer}`, { body });
export const removeContact = (ref: string, customer: number) =>
  call<object>('DELETE', `${at(ref)}/contacts/${customer}`);

/** Organisations of one person, and who pays for whom. */
export function useCustomerParties(customer: number) {
  return useQuery({
    queryKey: ['customer', customer, 'parties'],
    queryFn: () => call<CustomerParties>('GET', `/customers/${customer}/parties`),
  });
}

/** Where an organisation has its page. */
export const addressOf = (ref: string) => `/parties/${encodeURIComponent(ref)}`;

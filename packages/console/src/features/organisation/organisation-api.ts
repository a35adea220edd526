import { useQuery } from '@tanstack/react-query';
import type {
  Adopted,
  Adoption,
  MoveList,
  Organisation,
  StaffDraft,
  StaffMember,
  StaffPage,
  StaffPatch,
  StaffQuery,
  Unit,
  UnitClosing,
  UnitDraft,
  UnitPatch,
} from '@yutang/contracts/organisation';
import type {
  DutyDraft,
  JourneyView,
  OrganisationFigures,
  TouchpointList,
} from '@yutang/contracts/ownership';
import { call } from '../../api/client.ts';
import { useSession } from '../accounts/session.tsx';

export const organisation = () => call<Organisation>('GET', '/organisation');
export const figures = () => call<OrganisationFigures>('GET', '/organisation/figures');
export const adopt = (body: Adoption) => call<Adopted>('POST', '/organisation/adopt', { body });
export const makeUnit = (body: UnitDraft) => call<Unit>('POST', '/units', { body });
export const changeUnit = (id: number, body: UnitPatch) => call<Unit>('PATCH', `/units/${id}`, { body });
export const closeUnit = (id: number, body: UnitClosing) =>
  call<Unit>('POST', `/units/${id}/close`, { body });
export const unitMoves = (id: number) => call<MoveList>('GET', `/units/${id}/moves`);
export const staffPage = (query: StaffQuery) => call<StaffPage>('GET', '/staff', { query });
export const staffMember = (id: number) => call<StaffMember>('GET', `/staff/${id}`);
export const makeStaff = (body: StaffDraft) => call<StaffMember>('POST', '/staff', { body });
export const changeStaff = (id: number, body: StaffPatch) =>
  call<StaffMember>('PATCH', `/staff/${id}`, { body });
export const touchpoints = (query: { unit?: number; none?: boolean }) =>
  call<TouchpointList>('GET', '/touchpoints', { query });
export const journey = (query: { customer?: number }) =>
  call<JourneyView>('GET', '/touchpoints/journey', { query });
export const writeDuty = (channel: string, body: DutyDraft) =>
  call<object>('PUT', `/touchpoints/${encodeURIComponent(channel)}`, { body });
export const removeDuty = (channel: string) =>
  call<object>('DELETE', `/touchpoints/${encodeURIComponent(channel)}`);

/** The organisation, for names and choices; nothing for who may not read it. */
export function useOrganisation() {
  const session = useSession();
  return useQuery({
    queryKey: ['organisation'],
    queryFn: organisation,
    enabled: session.can('organisation.read'),
    staleTime: 60_000,
  });
}

/** Names of outlets by their reference in events. */
export function useOutletNames(): ReadonlyMap<string, string> {
  const units = useOrganisation().data?.units ?? [];
  return new Map(units.flatMap(({ ref, name }) => (ref === null ? [] : [[ref, name] as const])));
}

/** Active staff, for choices: the first two hundred by name. */
export function useStaff() {
  const session = useSession();
  return useQuery({
    queryKey: ['organisation', 'staff', 'choices'],
    queryFn: () => staffPage({ limit: 200 }),
    enabled: session.can('organisation.read'),
    staleTime: 60_000,
  });
}

import type {
  CustomerExperience,
  EntryPage,
  EntryQuery,
  Experience,
  ExperienceQuery,
  FollowUpDraft,
  FollowUpPage,
  FollowUpQuery,
  Resolution,
} from '@yutang/contracts/experience';
import { call } from '../../api/client.ts';

export const experience = (query: ExperienceQuery) => call<Experience>('GET', '/experience', { query });
export const experienceEntries = (query: EntryQuery) =>
  call<EntryPage>('GET', '/experience/entries', { query });
export const followUps = (query: FollowUpQuery) => call<FollowUpPage>('GET', '/follow-ups', { query });
export const customerExperience = (id: number) =>
  call<CustomerExperience>('GET', `/customers/${id}/experience`);
export const noteFollowUp = (id: number, body: FollowUpDraft) =>
  call<CustomerExperience>('POST', `/customers/${id}/follow-ups`, { body });
export const resolveComplaint = (id: number, seq: number, body: Resolution) =>
  call<CustomerExperience>('POST', `/customers/${id}/complaints/${seq}/resolve`, { body });

import type {
  Assigned,
  AssignmentDraft,
  AssignmentPage,
  AssignmentPreview,
  AssignmentRuleDraft,
  AssignmentRuleList,
  CustomerOwnership,
  DynamicPage,
} from '@yutang/contracts/ownership';
import { call } from '../../api/client.ts';

export const previewAssignment = (body: AssignmentDraft) =>
  call<AssignmentPreview>('POST', '/assignments/preview', { body });
export const assign = (body: AssignmentDraft) => call<Assigned>('POST', '/assignments', { body });
export const assignments = (cursor: string | undefined) =>
  call<AssignmentPage>('GET', '/assignments', { query: { limit: 20, ...(cursor ? { cursor } : {}) } });
export const undoAssignment = (id: number) => call<Assigned>('POST', `/assignments/${id}/undo`);
export const rules = () => call<AssignmentRuleList>('GET', '/assignment-rules');
export const makeRule = (body: AssignmentRuleDraft) =>
  call<AssignmentRuleList>('POST', '/assignment-rules', { body });
export const switchRule = (id: number, active: boolean) =>
  call<AssignmentRuleList>('PATCH', `/assignment-rules/${id}`, { body: { active } });
export const removeRule = (id: number) => call<object>('DELETE', `/assignment-rules/${id}`);
export const customerOwnership = (id: number) => call<CustomerOwnership>('GET', `/customers/${id}/ownership`);
/** Of a staff member, or of who asks. */
export const dynamics = (staff: number | null, cursor: string | undefined) =>
  call<DynamicPage>('GET', staff === null ? '/dynamics' : `/staff/${staff}/dynamics`, {
    query: { limit: 40, ...(cursor ? { cursor } : {}) },
  });

import type {
  ConflictPage,
  FieldRuleDraft,
  FieldRuleList,
  FieldRulePreview,
} from '@yutang/contracts/field-rules';
import { call } from '../../api/client.ts';

const at = (key: string) => `/field-rules/${encodeURIComponent(key)}`;

export const fieldRules = () => call<FieldRuleList>('GET', '/field-rules');
export const previewRule = (key: string, body: FieldRuleDraft) =>
  call<FieldRulePreview>('POST', `${at(key)}/preview`, { body });
export const writeRule = (key: string, body: FieldRuleDraft) => call<object>('PUT', at(key), { body });
export const fieldConflicts = (key: string, query: { limit?: number; cursor?: string }) =>
  call<ConflictPage>('GET', `${at(key)}/people`, { query });
export const setDepartment = (source: number, unitId: number | null) =>
  call<object>('PUT', `/sources/${source}/department`, { body: { unitId } });

import type {
  SavedQuery,
  SavedQueryDraft,
  SavedQueryPatch,
  SqlAnswer,
  SqlCancelled,
  SqlExportRequest,
  SqlQueryRequest,
  SqlRun,
  SqlSchema,
} from '@yutang/contracts/sql';
import { call, downloadBy } from '../../api/client.ts';
import type { PageOf } from '../../design/paged.ts';

export const sqlSchema = () => call<SqlSchema>('GET', '/sql/schema');
export const runQuery = (body: SqlQueryRequest) => call<SqlAnswer>('POST', '/sql/query', { body });
export const cancelQuery = (key: string) => call<SqlCancelled>('POST', '/sql/cancel', { body: { key } });
export const exportQuery = (body: SqlExportRequest) => downloadBy('/sql/export', body);
export const savedQueries = (cursor?: string) =>
  call<PageOf<SavedQuery>>('GET', '/sql/queries', { query: { limit: 100, cursor } });
export const saveQuery = (body: SavedQueryDraft) => call<SavedQuery>('POST', '/sql/queries', { body });
export const changeQuery = (id: number, body: SavedQueryPatch) =>
  call<SavedQuery>('PATCH', `/sql/queries/${id}`, { body });
export const deleteQuery = (id: number) => call<object>('DELETE', `/sql/queries/${id}`);
export const ownRuns = (cursor?: string) =>
  call<PageOf<SqlRun>>('GET', '/sql/runs', { query: { limit: 30, cursor } });

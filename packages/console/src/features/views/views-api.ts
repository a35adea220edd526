import type { SavedView, ViewDraft, ViewedList, ViewPage, ViewPatch } from '@yutang/contracts/views';
import { call } from '../../api/client.ts';

export const savedViews = (list: ViewedList) =>
  call<ViewPage>('GET', '/views', { query: { list, limit: 200 } });
export const saveView = (body: ViewDraft) => call<SavedView>('POST', '/views', { body });
export const changeView = (id: number, body: ViewPatch) => call<SavedView>('PATCH', `/views/${id}`, { body });
export const deleteView = (id: number) => call<object>('DELETE', `/views/${id}`);

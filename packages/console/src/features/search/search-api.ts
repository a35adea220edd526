import type { SearchAnswer } from '@yutang/contracts/search';
import { call } from '../../api/client.ts';

export const searchAll = (q: string, signal: AbortSignal) =>
  call<SearchAnswer>('GET', '/search', { query: { q }, signal });

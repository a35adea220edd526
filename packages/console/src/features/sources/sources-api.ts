import { useQuery } from '@tanstack/react-query';
import type {
  CreatedSource,
  NewSource,
  RecentEvents,
  Source,
  SourceChange,
  SourceDays,
  SourceList,
} from '@yutang/contracts/sources';
import { call } from '../../api/client.ts';
import { useSession } from '../accounts/session.tsx';

export const sourceList = () => call<SourceList>('GET', '/sources');
export const makeSource = (body: NewSource) => call<CreatedSource>('POST', '/sources', { body });
export const changeSource = (id: number, body: SourceChange) =>
  call<Source>('PATCH', `/sources/${id}`, { body });
export const renewKey = (id: number) => call<CreatedSource>('POST', `/sources/${id}/renew-key`);
export const sourceDays = (id: number) => call<SourceDays>('GET', `/sources/${id}/days`);
export const recentEvents = (query: { limit?: number; cursor?: string; name?: string; sourceId?: number }) =>
  call<RecentEvents>('GET', '/events/recent', { query });

/** All sources, where the role may read them. */
export function useSources(refetchMs?: number) {
  const session = useSession();
  return useQuery({
    queryKey: ['sources'],
    queryFn: sourceList,
    enabled: session.can('sources.read'),
    ...(refetchMs ? { refetchInterval: refetchMs } : {}),
  });
}

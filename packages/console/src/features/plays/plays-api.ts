import { useQuery } from '@tanstack/react-query';
import type { Play, PlayDraft, PlayList, PlayPage, PlayPatch } from '@yutang/contracts/plays';
import { call } from '../../api/client.ts';
import { useSession } from '../accounts/session.tsx';

const at = (code: string) => `/plays/${encodeURIComponent(code)}`;

export const playList = (archived: boolean) =>
  call<PlayList>('GET', '/plays', { query: { ...(archived ? { archived } : {}) } });
export const playPage = (code: string) => call<PlayPage>('GET', at(code));
export const makePlay = (body: PlayDraft) => call<Play>('POST', '/plays', { body });
export const changePlay = (code: string, body: PlayPatch) => call<Play>('PATCH', at(code), { body });
export const archivePlay = (code: string) => call<Play>('DELETE', at(code));

/** All plays that are not archived, where the role may read them. */
export function usePlays() {
  const session = useSession();
  return useQuery({
    queryKey: ['plays', 'list', false],
    queryFn: () => playList(false),
    enabled: session.can('plays.read'),
    staleTime: 60_000,
  });
}

/** What a play is called, or its code. */
export function usePlayName(): (code: string) => string {
  const { data } = usePlays();
  return (code) => data?.items.find((play) => play.code === code)?.name ?? code;
}

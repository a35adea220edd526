import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PermissionName, WhoAmI } from '@yutang/contracts/accounts';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { Problem, whenSessionExpires } from '../../api/client.ts';
import { PlaceContext } from '../../design/formats.ts';
import { whoAmI } from './accounts-api.ts';

/** Key of the one query that knows who is signed in. */
export const sessionKey = ['session'] as const;

/** Questions about a workspace; an invitation that has just been used is none, and gone. */
function ofWorkspace({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return ![sessionKey[0], 'invitation', 'setup'].includes(String(queryKey[0]));
}

/** The signed-in person and what the role allows. */
export interface Session extends WhoAmI {
  can: (permission: PermissionName) => boolean;
}

const SessionContext = createContext<Session | null>(null);

/** The session; only below `SessionProvider`, that is on every page of the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of SessionProvider');
  return session;
}

/** Gives the session, and the workspace's zone and currency, to everything below. */
export function SessionProvider({ who, children }: { who: WhoAmI; children: ReactNode }) {
  const session = useMemo<Session>(() => {
    const allowed = new Set<string>(who.permissions);
    return { ...who, can: (permission) => allowed.has(permission) };
  }, [who]);
  const { zone, currency, clockOffsetMs } = who.workspace;
  const place = useMemo(() => ({ zone, currency, clockOffsetMs }), [zone, currency, clockOffsetMs]);
  return (
    <SessionContext value={session}>
      <PlaceContext value={place}>{children}</PlaceContext>
    </SessionContext>
  );
}

/** Asks who is signed in. `expired`: somebody was, and an answer said the session has ended. */
export function useWho() {
  const queryClient = useQueryClient();
  const [expired, setExpired] = useState(false);
  useEffect(() => whenSessionExpires(() => setExpired(true)), []);
  const asked = useQuery({
    queryKey: sessionKey,
    queryFn: () =>
      whoAmI().catch((error: unknown) => {
        if (error instanceof Problem && error.status === 401) return null;
        throw error;
      }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  /** After signing in: pages ask again, forms keep what was typed. Another person or workspace starts afresh. */
  const signedIn = (who: WhoAmI) => {
    const before = asked.data;
    queryClient.setQueryData(sessionKey, who);
    setExpired(false);
    if (before && (before.account?.id !== who.account?.id || before.workspace.id !== who.workspace.id)) {
      queryClient.removeQueries({ predicate: ofWorkspace });
    } else void queryClient.invalidateQueries({ predicate: ofWorkspace });
  };
  return { asked, expired, signedIn };
}

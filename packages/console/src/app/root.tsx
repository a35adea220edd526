import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { PondMark } from '../design/pond-mark.tsx';
import { Failure } from '../design/state.tsx';
import { setupState } from '../features/accounts/accounts-api.ts';
import { SessionProvider, useWho } from '../features/accounts/session.tsx';

// Whoever is signed in never downloads the forms of those who are not.
const FirstVisitPage = lazy(() =>
  import('../features/accounts/first-visit-page.tsx').then((file) => ({ default: file.FirstVisitPage })),
);
const SignInPage = lazy(() =>
  import('../features/accounts/sign-in-page.tsx').then((file) => ({ default: file.SignInPage })),
);
const JoinPage = lazy(() =>
  import('../features/accounts/join-page.tsx').then((file) => ({ default: file.JoinPage })),
);
const SignInAgain = lazy(() =>
  import('../features/accounts/sign-in-again.tsx').then((file) => ({ default: file.SignInAgain })),
);

/** Who is here decides what is shown: first visit, sign-in, or the console. */
export function Root({ children }: { children: ReactNode }) {
  const { asked, expired, signedIn } = useWho();
  const nobody = asked.data === null;
  const setup = useQuery({ queryKey: ['setup'], queryFn: setupState, enabled: nobody, staleTime: 0 });
  if (asked.isPending || (nobody && setup.isPending)) return <Splash />;
  if (asked.data === undefined) return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  if (asked.data === null) {
    if (!setup.data) return <Failure error={setup.error} retry={() => void setup.refetch()} />;
    return (
      <Suspense fallback={<Splash />}>
        {setup.data.needed ? <FirstVisitPage onSignedIn={signedIn} /> : <SignInPage onSignedIn={signedIn} />}
      </Suspense>
    );
  }
  return (
    <SessionProvider who={asked.data}>
      {children}
      {expired ? (
        <Suspense>
          <SignInAgain login={asked.data.account?.login} onSignedIn={signedIn} />
        </Suspense>
      ) : null}
    </SessionProvider>
  );
}

/** The invitation page needs no session, but knows one. */
export function RootJoin() {
  const { signedIn } = useWho();
  return (
    <Suspense fallback={<Splash />}>
      <JoinPage onSignedIn={signedIn} />
    </Suspense>
  );
}

function Splash() {
  return (
    <div style={{ height: '100dvh', display: 'grid', placeItems: 'center', opacity: 0.5 }}>
      <PondMark size={44} />
    </div>
  );
}

import type { WhoAmI } from '@yutang/contracts/accounts';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from './accounts-words.ts';
import { Door } from './door.tsx';
import { SignInForm } from './sign-in-form.tsx';
import styles from './sign-in-page.module.css';

/** Sign-in. The address stays, so that one lands where one wanted to go. */
export function SignInPage({ onSignedIn }: { onSignedIn: (who: WhoAmI) => void }) {
  const say = useWords(accountsWords);
  return (
    <Door title={say('signIn')} lead={say('signInLead')}>
      <SignInForm onSignedIn={onSignedIn} />
      <p className={styles.forgot}>{say('forgot')}</p>
    </Door>
  );
}

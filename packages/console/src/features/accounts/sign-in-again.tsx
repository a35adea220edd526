import type { WhoAmI } from '@yutang/contracts/accounts';
import { Modal } from 'antd';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from './accounts-words.ts';
import { SignInForm } from './sign-in-form.tsx';

/** Over a page whose session ended: what was typed there stays. */
export function SignInAgain(props: { login: string | undefined; onSignedIn: (who: WhoAmI) => void }) {
  const say = useWords(accountsWords);
  return (
    <Modal
      open
      title={say('expiredTitle')}
      footer={null}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
    >
      <p style={{ marginBottom: 18, color: 'var(--ink-soft)' }}>{say('expiredLead')}</p>
      <SignInForm {...props} />
    </Modal>
  );
}

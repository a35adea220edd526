import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RoleName } from '@yutang/contracts/accounts';
import { Button } from 'antd';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from '../accounts/accounts-words.ts';
import { sessionKey, useSession } from '../accounts/session.tsx';
import { tellPanes, tryAs, usePanes } from './demo-api.ts';
import { demoWords } from './demo-words.ts';
import styles from './trial-bar.module.css';

/** Signs in as another role of the demo: everything on the page is asked again as that role. */
export function useTrial() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (role: RoleName) => tryAs(role),
    onSuccess: (who) => {
      queryClient.setQueryData(sessionKey, who);
      queryClient.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] && queryKey[0] !== 'demo',
      });
      void queryClient.invalidateQueries({ queryKey: ['demo'] });
      tellPanes();
    },
  });
}

/** Says as whom the demo is being tried, with the way back; nothing for the owner and for accounts of one's own. */
export function TrialBar() {
  const say = useWords(demoWords);
  const sayRole = useWords(accountsWords);
  const session = useSession();
  const trial = useTrial();
  usePanes();
  if (!session.account?.trial || session.role === 'owner') return null;
  return (
    <div className={styles.bar} role="status">
      <span>{say('trying', { role: sayRole(`role.${session.role}`) })}</span>
      <Button size="small" loading={trial.isPending} onClick={() => trial.mutate('owner')}>
        {say('backToOwner')}
      </Button>
    </div>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Dropdown, type MenuProps } from 'antd';
import { useNavigate } from 'react-router';
import { signOut, switchWorkspace } from '../features/accounts/accounts-api.ts';
import { accountsWords } from '../features/accounts/accounts-words.ts';
import { sessionKey, useSession } from '../features/accounts/session.tsx';
import { useWords } from '../words/use-words.ts';
import { appWords } from './app-words.ts';
import styles from './shell.module.css';

/** Who I am, my other workspaces, my settings, the way out. */
export function AccountMenu() {
  const say = useWords(appWords);
  const sayRole = useWords(accountsWords);
  const session = useSession();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const leaving = useMutation({
    mutationFn: signOut,
    onSettled: () => {
      queryClient.clear();
      queryClient.setQueryData(sessionKey, null);
      void navigate('/');
    },
  });
  const switching = useMutation({
    mutationFn: switchWorkspace,
    onSuccess: (who) => {
      queryClient.clear();
      queryClient.setQueryData(sessionKey, who);
      void navigate('/');
    },
  });
  const name = session.account?.name ?? session.key?.label ?? '';
  const others = session.workspaces.filter((one) => one.id !== session.workspace.id);
  const items: MenuProps['items'] = [
    ...(others.length > 0
      ? [
          {
            key: 'workspaces',
            type: 'group' as const,
            label: say('workspaces'),
            children: others.map((one) => ({ key: `workspace:${one.id}`, label: one.name })),
          },
          { type: 'divider' as const },
        ]
      : []),
    ...(session.workspace.kind === 'demo' && session.can('settings.write')
      ? [{ key: 'demo', label: say('leaveDemo') }]
      : []),
    { key: 'settings', label: say('accountSettings') },
    { key: 'leave', label: say('signOut') },
  ];
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items,
        onClick: ({ key }) => {
          if (key === 'leave') leaving.mutate();
          else if (key === 'settings' || key === 'demo') void navigate('/settings');
          else switching.mutate(Number(key.slice('workspace:'.length)));
        },
      }}
    >
      <button type="button" className={styles.account} aria-label={`${say('account')}: ${name}`}>
        <span className={styles.avatar} aria-hidden="true">
          {[...name.trim()][0] ?? '?'}
        </span>
        <span className={styles.who}>
          <span>{name}</span>
          <small>{sayRole(`role.${session.role}`)}</small>
        </span>
      </button>
    </Dropdown>
  );
}

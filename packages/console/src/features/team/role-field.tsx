import { useQuery } from '@tanstack/react-query';
import { Form, Radio } from 'antd';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from '../accounts/accounts-words.ts';
import { useSession } from '../accounts/session.tsx';
import { StaffSelect, UnitSelect } from '../organisation/choices.tsx';
import { PostSelect } from './post-select.tsx';
import styles from './team.module.css';
import { roles } from './team-api.ts';
import { teamWords } from './team-words.ts';

/**
 * What a member is: form items `post`, `role` (those the caller may give), `staffRef` for guides and, unless `whole`,
 * the unit that holds them, `unitId`.
 */
export function RoleFields({ whole = false }: { whole?: boolean }) {
  const say = useWords(teamWords);
  const sayRole = useWords(accountsWords);
  const { workspace } = useSession();
  const asked = useQuery({ queryKey: ['roles'], queryFn: roles, staleTime: 300_000 });
  return (
    <>
      <Form.Item name="post" label={say('post')} extra={say('postHint')}>
        <PostSelect />
      </Form.Item>
      <Form.Item name="role" label={say('role')}>
        <Radio.Group className={styles.roles ?? ''}>
          {(asked.data?.items ?? [])
            .filter((entry) => entry.grantable)
            .map(({ role }) => (
              <Radio key={role} value={role}>
                {sayRole(`role.${role}`)} <small>{say(`about.${role}`)}</small>
              </Radio>
            ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="staffRef" label={say('staff')} extra={say('staffHint')}>
        <StaffSelect />
      </Form.Item>
      {whole || workspace.edition === 'solo' ? null : (
        <Form.Item name="unitId" label={say('unit')} extra={say('unitHint')}>
          <UnitSelect />
        </Form.Item>
      )}
    </>
  );
}

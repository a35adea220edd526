import { useQuery } from '@tanstack/react-query';
import { Form, Radio } from 'antd';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from '../accounts/accounts-words.ts';
import { StaffSelect } from '../organisation/choices.tsx';
import styles from './team.module.css';
import { roles } from './team-api.ts';
import { teamWords } from './team-words.ts';

/** Role (those the caller may give) and, for guides, the staff reference: form items `role` and `staffRef`. */
export function RoleFields() {
  const say = useWords(teamWords);
  const sayRole = useWords(accountsWords);
  const asked = useQuery({ queryKey: ['roles'], queryFn: roles, staleTime: 300_000 });
  return (
    <>
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
    </>
  );
}

import { useMutation } from '@tanstack/react-query';
import type { WhoAmI } from '@yutang/contracts/accounts';
import { Button, Form, Input } from 'antd';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { signIn } from './accounts-api.ts';
import { accountsWords } from './accounts-words.ts';

interface Fields {
  login: string;
  password: string;
}

/** Name and password. */
export function SignInForm({
  onSignedIn,
  login,
}: {
  onSignedIn: (who: WhoAmI) => void;
  login?: string | undefined;
}) {
  const say = useWords(accountsWords);
  const sending = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      initialValues={{ login: login ?? '', password: '' }}
      onFinish={(fields) => sending.mutate({ login: fields.login.trim(), password: fields.password })}
    >
      {sending.error ? <Notice error={sending.error} /> : null}
      <Form.Item name="login" label={say('login')} rules={[{ required: true, message: say('required') }]}>
        <Input size="large" autoComplete="username" autoFocus={!login} />
      </Form.Item>
      <Form.Item
        name="password"
        label={say('password')}
        rules={[{ required: true, message: say('required') }]}
      >
        <Input.Password size="large" autoComplete="current-password" autoFocus={Boolean(login)} />
      </Form.Item>
      <Button type="primary" htmlType="submit" size="large" block loading={sending.isPending}>
        {say('signIn')}
      </Button>
    </Form>
  );
}

import { Form, Input } from 'antd';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from './accounts-words.ts';

/** Name, sign-in name and new password of an account to be made: form items `name`, `login`, `password`. */
export function PersonFields() {
  const say = useWords(accountsWords);
  const required = { required: true, whitespace: true, message: say('required') };
  return (
    <>
      <Form.Item name="name" label={say('yourName')} rules={[required]}>
        <Input autoComplete="name" maxLength={60} />
      </Form.Item>
      <Form.Item
        name="login"
        label={say('login')}
        extra={say('loginHint')}
        rules={[
          required,
          { pattern: /^\S+$/, message: say('noBlanks') },
          { min: 2, message: say('tooShort', { count: 2 }) },
        ]}
      >
        <Input autoComplete="username" maxLength={100} />
      </Form.Item>
      <NewPasswordField />
    </>
  );
}

/** A password to be chosen; form item `password`. */
export function NewPasswordField({ name = 'password', label }: { name?: string; label?: string }) {
  const say = useWords(accountsWords);
  return (
    <Form.Item
      name={name}
      label={label ?? say('password')}
      extra={say('passwordHint')}
      rules={[
        { required: true, message: say('required') },
        { min: 8, message: say('tooShort', { count: 8 }) },
      ]}
    >
      <Input.Password autoComplete="new-password" maxLength={200} />
    </Form.Item>
  );
}

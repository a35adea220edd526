import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WhoAmI } from '@yutang/contracts/accounts';
import { App, Button, Form, Input, Select } from 'antd';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { changeLanguage } from '../../words/language.ts';
import { useWords } from '../../words/use-words.ts';
import { NewPasswordField } from '../accounts/person-fields.tsx';
import { sessionKey } from '../accounts/session.tsx';
import styles from './settings.module.css';
import { changeAccount } from './settings-api.ts';
import { settingsWords } from './settings-words.ts';

type Account = NonNullable<WhoAmI['account']>;

/** One's own name and language. */
export function AccountPanel({ account }: { account: Account }) {
  const say = useWords(settingsWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: (fields: Pick<Account, 'name' | 'language'>) => changeAccount(fields),
    onSuccess: (_who, { language }) => {
      message.success(say('saved'));
      changeLanguage(language === 'en' ? 'en' : 'zh-CN');
      void queryClient.invalidateQueries({ queryKey: sessionKey });
    },
  });
  return (
    <Panel title={say('account')} note={`${say('login')} ${account.login}`}>
      {saving.error ? <Notice error={saving.error} /> : null}
      <Form<Pick<Account, 'name' | 'language'>>
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: account.name, language: account.language }}
        onFinish={({ name, language }) => saving.mutate({ name: name.trim(), language })}
      >
        <div className={styles.pair}>
          <Form.Item
            name="name"
            label={say('yourName')}
            rules={[{ required: true, whitespace: true, message: say('required') }]}
          >
            <Input maxLength={60} autoComplete="name" />
          </Form.Item>
          <Form.Item name="language" label={say('mailLanguage')}>
            <Select
              options={[
                { value: 'zh', label: say('chinese') },
                { value: 'en', label: say('english') },
              ]}
            />
          </Form.Item>
        </div>
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {say('save')}
        </Button>
      </Form>
    </Panel>
  );
}

interface PasswordFields {
  password: string;
  newPassword: string;
}

/** One's own password. */
export function PasswordPanel() {
  const say = useWords(settingsWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<PasswordFields>();
  const saving = useMutation({
    mutationFn: (fields: PasswordFields) => changeAccount(fields),
    onSuccess: () => {
      message.success(say('changed'));
      form.resetFields();
      void queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  return (
    <Panel title={say('password')} note={say('passwordNote')}>
      {saving.error ? <Notice error={saving.error} /> : null}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => saving.mutate(fields)}>
        <div className={styles.pair}>
          <Form.Item
            name="password"
            label={say('current')}
            rules={[{ required: true, message: say('required') }]}
          >
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          <NewPasswordField name="newPassword" label={say('next')} />
        </div>
        <Button htmlType="submit" loading={saving.isPending}>
          {say('password')}
        </Button>
      </Form>
    </Panel>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Edition, WhoAmI } from '@yutang/contracts/accounts';
import { App, Button, Form, Input, Select } from 'antd';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { CurrencyField, ZoneField } from '../accounts/place-fields.tsx';
import { sessionKey, useSession } from '../accounts/session.tsx';
import styles from './settings.module.css';
import { changeWorkspace } from './settings-api.ts';
import { settingsWords } from './settings-words.ts';

interface Fields {
  name: string;
  zone: string;
  currency: string;
  language: 'zh' | 'en';
  edition: Edition;
}

const editions: readonly Edition[] = ['solo', 'single', 'chain', 'group'];

/** Name, zone, currency and language of the workspace. */
export function WorkspacePanel() {
  const say = useWords(settingsWords);
  const session = useSession();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const may = session.can('settings.write');
  const saving = useMutation({
    mutationFn: ({ edition, ...fields }: Fields) =>
      changeWorkspace({ ...fields, name: fields.name.trim(), settings: { edition } }),
    onSuccess: ({ name, zone, currency, language }, { edition }) => {
      message.success(say('saved'));
      queryClient.setQueryData<WhoAmI>(sessionKey, (who) =>
        who ? { ...who, workspace: { ...who.workspace, name, zone, currency, language, edition } } : who,
      );
      // Days begin elsewhere now.
      void queryClient.invalidateQueries({ queryKey: ['pond'] });
    },
  });
  const { name, zone, currency, language, edition } = session.workspace;
  return (
    <Panel title={say('workspace')} note={say('workspaceNote')}>
      {saving.error ? <Notice error={saving.error} /> : null}
      {may ? null : <Notice>{say('readOnly')}</Notice>}
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        disabled={!may}
        initialValues={{ name, zone, currency, language, edition }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <div className={styles.pair}>
          <Form.Item
            name="name"
            label={say('name')}
            rules={[{ required: true, whitespace: true, message: say('required') }]}
          >
            <Input maxLength={80} />
          </Form.Item>
          <Form.Item name="language" label={say('mailLanguage')}>
            <Select
              options={[
                { value: 'zh', label: say('chinese') },
                { value: 'en', label: say('english') },
              ]}
            />
          </Form.Item>
          <Form.Item name="edition" label={say('edition')} extra={say('editionHint')}>
            <Select options={editions.map((value) => ({ value, label: say(`edition.${value}`) }))} />
          </Form.Item>
          <ZoneField />
          <CurrencyField />
        </div>
        {may ? (
          <Button type="primary" htmlType="submit" loading={saving.isPending}>
            {say('save')}
          </Button>
        ) : null}
      </Form>
    </Panel>
  );
}

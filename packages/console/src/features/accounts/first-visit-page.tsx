import { useMutation } from '@tanstack/react-query';
import type { WhoAmI } from '@yutang/contracts/accounts';
import { Button, Form, Input } from 'antd';
import { Notice } from '../../design/notice.tsx';
import { currentLanguage } from '../../words/language.ts';
import { useWords } from '../../words/use-words.ts';
import { setUp } from './accounts-api.ts';
import { accountsWords } from './accounts-words.ts';
import { Door } from './door.tsx';
import { PersonFields } from './person-fields.tsx';
import { CurrencyField, ZoneField } from './place-fields.tsx';
import { type SetupFields, setupOf } from './setup-fields.ts';
import styles from './sign-in-page.module.css';

/** Nobody has an account yet: make the workspace and its owner. */
export function FirstVisitPage({ onSignedIn }: { onSignedIn: (who: WhoAmI) => void }) {
  const say = useWords(accountsWords);
  const making = useMutation({ mutationFn: setUp, onSuccess: onSignedIn });
  return (
    <Door title={say('welcome')} lead={say('welcomeLead')}>
      <Form<SetupFields>
        layout="vertical"
        requiredMark={false}
        initialValues={{ zone: likelyZone(), currency: 'CNY' }}
        onFinish={(fields) => making.mutate(setupOf(fields))}
      >
        <p className={styles.step}>{say('stepWorkspace')}</p>
        <Form.Item
          name="workspace"
          label={say('workspaceName')}
          rules={[{ required: true, whitespace: true, message: say('required') }]}
        >
          <Input
            autoFocus
            maxLength={80}
            placeholder={say('workspacePlaceholder')}
            autoComplete="organization"
          />
        </Form.Item>
        <div className={styles.pair}>
          <ZoneField />
          <CurrencyField />
        </div>
        <p className={styles.step}>{say('stepOwner')}</p>
        <PersonFields />
        {making.error ? <Notice error={making.error} /> : null}
        <Button type="primary" htmlType="submit" size="large" block loading={making.isPending}>
          {say('create')}
        </Button>
      </Form>
    </Door>
  );
}

/** The browser's zone; a machine that says UTC mostly was never told, and its reader's language says more. */
function likelyZone(): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && zone !== 'UTC' ? zone : currentLanguage() === 'en' ? 'UTC' : 'Asia/Shanghai';
}

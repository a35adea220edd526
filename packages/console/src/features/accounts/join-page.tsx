import { useMutation, useQuery } from '@tanstack/react-query';
import type { WhoAmI } from '@yutang/contracts/accounts';
import type { InvitationAcceptance } from '@yutang/contracts/team';
import { Button, Form, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Problem } from '../../api/client.ts';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { Failure, Skeleton } from '../../design/state.tsx';
import { currentLanguage } from '../../words/language.ts';
import { useWords } from '../../words/use-words.ts';
import { acceptInvitation, invitation } from './accounts-api.ts';
import { accountsWords } from './accounts-words.ts';
import { Door } from './door.tsx';
import { PersonFields } from './person-fields.tsx';
import styles from './sign-in-page.module.css';

/** What an invitation link opens: join as who one is, with a new account, or with one there is. */
export function JoinPage({ onSignedIn }: { onSignedIn: (who: WhoAmI) => void }) {
  const say = useWords(accountsWords);
  const formats = useFormats();
  const navigate = useNavigate();
  const { token = '' } = useParams();
  const asked = useQuery({ queryKey: ['invitation', token], queryFn: () => invitation(token), retry: false });
  const [way, setWay] = useState<'self' | 'new' | 'known'>();
  const joining = useMutation({
    mutationFn: (body: InvitationAcceptance) => acceptInvitation(token, body),
    onSuccess: (who) => {
      onSignedIn(who);
      void navigate('/', { replace: true });
    },
  });
  if (asked.isPending) {
    return (
      <Door title="…">
        <Skeleton />
      </Door>
    );
  }
  if (asked.error || !asked.data) {
    const gone = asked.error instanceof Problem && asked.error.status >= 400 && asked.error.status < 500;
    return (
      <Door title={say('joinGone')} lead={gone ? say('joinGoneText') : undefined}>
        {gone ? (
          <Button href="/">{say('toConsole')}</Button>
        ) : (
          <Failure error={asked.error} retry={() => void asked.refetch()} />
        )}
      </Door>
    );
  }
  const offer = asked.data;
  const shown = way ?? (offer.signedInAs ? 'self' : 'new');
  return (
    <Door
      title={say('joinTitle', { workspace: offer.workspace })}
      lead={say('joinLead', {
        by: offer.invitedBy,
        role: say(`role.${offer.role}`),
        until: formats.dateTime(offer.expiresAt),
      })}
    >
      {joining.error ? <Notice error={joining.error} /> : null}
      {shown === 'self' && offer.signedInAs ? (
        <>
          <Button
            type="primary"
            size="large"
            block
            loading={joining.isPending}
            onClick={() => joining.mutate({})}
          >
            {say('joinAs', { login: offer.signedInAs })}
          </Button>
          <Button type="link" block onClick={() => setWay('new')}>
            {say('joinOther')}
          </Button>
        </>
      ) : (
        <>
          <Segmented
            block
            className={styles.choice ?? ''}
            value={shown}
            onChange={(value) => setWay(value === 'known' ? 'known' : 'new')}
            options={[
              { value: 'new', label: say('joinNew') },
              { value: 'known', label: say('joinKnown') },
            ]}
          />
          <AccountForm way={shown} busy={joining.isPending} onFinish={(body) => joining.mutate(body)} />
        </>
      )}
    </Door>
  );
}

interface AccountFormProps {
  way: 'self' | 'new' | 'known';
  busy: boolean;
  onFinish: (body: InvitationAcceptance) => void;
}

interface Fields {
  name: string;
  login: string;
  password: string;
}

function AccountForm({ way, busy, onFinish }: AccountFormProps) {
  const say = useWords(accountsWords);
  const required = [{ required: true, message: say('required') }];
  return (
    <Form<Fields>
      key={way}
      layout="vertical"
      requiredMark={false}
      onFinish={({ name, login, password }) =>
        onFinish(
          way === 'new'
            ? {
                name: name.trim(),
                login: login.trim(),
                password,
                language: currentLanguage() === 'en' ? 'en' : 'zh',
              }
            : { login: login.trim(), password },
        )
      }
    >
      {way === 'new' ? (
        <PersonFields />
      ) : (
        <>
          <Form.Item name="login" label={say('login')} rules={required}>
            <Input autoComplete="username" />
          </Form.Item>
          <Form.Item name="password" label={say('password')} rules={required}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
        </>
      )}
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {say('join')}
      </Button>
    </Form>
  );
}

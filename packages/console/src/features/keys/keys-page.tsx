import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiKey } from '@yutang/contracts/keys';
import { App, Button } from 'antd';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { problemText } from '../../design/notice.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { KeyDrawer } from './key-drawer.tsx';
import { keysWords } from './keys-words.ts';

const keyList = () => call<{ items: ApiKey[] }>('GET', '/keys');
const revokeKey = (id: number) => call<void>('DELETE', `/keys/${id}`);

/** Keys for the brand's own programs. */
export function KeysPage() {
  const say = useWords(keysWords);
  const sayDesign = useWords(designWords);
  const session = useSession();
  const queryClient = useQueryClient();
  const { message, modal } = App.useApp();
  const [making, setMaking] = useState(false);
  const asked = useQuery({ queryKey: ['keys'], queryFn: keyList });
  const revoking = useMutation({
    mutationFn: revokeKey,
    onSuccess: () => {
      message.success(say('revoked'));
      void queryClient.invalidateQueries({ queryKey: ['keys'] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const add = session.can('keys.write') ? (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>
      {say('add')}
    </Button>
  ) : null;
  const stateOf = (key: ApiKey) =>
    key.revokedAt !== null
      ? 'revoked'
      : key.expiresAt !== null && key.expiresAt < Date.now()
        ? 'expired'
        : 'active';
  return (
    <Page title={say('title')} lead={say('lead')} actions={add}>
      <Panel flush>
        <Answer of={asked}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say('empty')} text={say('emptyText')} action={add} />
            ) : (
              <DataTable
                caption={say('title')}
                rows={items}
                rowKey={(key) => key.id}
                columns={[
                  {
                    key: 'label',
                    title: say('label'),
                    phone: 'title',
                    cell: (key) => <strong style={{ fontWeight: 500 }}>{key.label}</strong>,
                  },
                  {
                    key: 'prefix',
                    title: say('prefix'),
                    phone: 'bare',
                    cell: (key) => <code>{key.prefix}…</code>,
                  },
                  {
                    key: 'scopes',
                    title: say('scopes'),
                    phone: 'bare',
                    cell: (key) => (
                      <span title={key.scopes.join('\n')}>
                        {key.scopes.length > 2
                          ? say('rights', { count: key.scopes.length })
                          : key.scopes.join(', ')}
                      </span>
                    ),
                  },
                  {
                    key: 'state',
                    title: say('state'),
                    phone: 'bare',
                    cell: (key) => {
                      const state = stateOf(key);
                      return <Tag tone={state === 'active' ? 'good' : 'plain'}>{say(state)}</Tag>;
                    },
                  },
                  {
                    key: 'by',
                    title: say('createdBy'),
                    cell: (key) => (
                      <>
                        {key.createdBy} <Instant at={key.createdAt} as="date" />
                      </>
                    ),
                  },
                  {
                    key: 'used',
                    title: say('lastUsed'),
                    number: true,
                    cell: (key) => <Instant at={key.lastUsedAt} as="ago" real />,
                  },
                  {
                    key: 'expires',
                    title: say('expires'),
                    number: true,
                    cell: (key) =>
                      key.expiresAt === null ? say('never') : <Instant at={key.expiresAt} as="date" />,
                  },
                  {
                    key: 'act',
                    title: '',
                    number: true,
                    cell: (key) =>
                      stateOf(key) === 'active' && session.can('keys.write') ? (
                        <Button
                          size="small"
                          danger
                          onClick={() =>
                            void modal.confirm({
                              title: say('revokeTitle', { label: key.label }),
                              content: say('revokeText'),
                              okText: say('revoke'),
                              okButtonProps: { danger: true },
                              onOk: () => revoking.mutateAsync(key.id).catch(() => {}),
                            })
                          }
                        >
                          {say('revoke')}
                        </Button>
                      ) : null,
                  },
                ]}
              />
            )
          }
        </Answer>
      </Panel>
      <KeyDrawer open={making} onClose={() => setMaking(false)} />
    </Page>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Invitation, Member } from '@yutang/contracts/team';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { problemText } from '../../design/notice.tsx';
import { Page, Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { accountsWords } from '../accounts/accounts-words.ts';
import { useSession } from '../accounts/session.tsx';
import { InviteDrawer } from './invite-drawer.tsx';
import { MemberDialog } from './member-dialog.tsx';
import { usePosts } from './post-select.tsx';
import { invitations, removeMember, revokeInvitation, team } from './team-api.ts';
import { teamWords } from './team-words.ts';

/** Who may come in, and what they may do. */
export function TeamPage() {
  const say = useWords(teamWords);
  const session = useSession();
  const [inviting, setInviting] = useState(false);
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        session.can('team.write') ? (
          <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>
            {say('invite')}
          </Button>
        ) : null
      }
    >
      <Members />
      <Invitations />
      <InviteDrawer open={inviting} onClose={() => setInviting(false)} />
    </Page>
  );
}

function Members() {
  const say = useWords(teamWords);
  const sayDesign = useWords(designWords);
  const sayRole = useWords(accountsWords);
  const queryClient = useQueryClient();
  const { message, modal } = App.useApp();
  const [edited, setEdited] = useState<Member | null>(null);
  const { title: postTitle } = usePosts();
  const asked = useQuery({ queryKey: ['team'], queryFn: team });
  const removing = useMutation({
    mutationFn: removeMember,
    onSuccess: ({ keysLeft }) => {
      void queryClient.invalidateQueries({ queryKey: ['team'] });
      if (keysLeft === 0) message.success(say('removed'));
      else
        modal.warning({
          title: say('removed'),
          content: (
            <>
              {say('keysLeft', { count: keysLeft })} <Link to="/keys">{say('toKeys')}</Link>
            </>
          ),
        });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Panel title={say('members')} flush>
      <Answer of={asked}>
        {({ items }) => (
          <DataTable
            caption={say('members')}
            rows={items}
            rowKey={(member) => member.accountId}
            columns={[
              {
                key: 'name',
                title: say('name'),
                phone: 'title',
                cell: (member) => (
                  <>
                    <strong style={{ fontWeight: 500 }}>{member.name}</strong>{' '}
                    {member.self ? <Tag tone="water">{say('you')}</Tag> : null}
                  </>
                ),
              },
              { key: 'login', title: say('login'), phone: 'bare', cell: (member) => member.login },
              {
                key: 'role',
                title: say('role'),
                phone: 'bare',
                cell: (member) => (
                  <>
                    {member.post ? <Tag tone="water">{postTitle(member.post)}</Tag> : null}{' '}
                    <Tag title={say(`about.${member.role}`)}>{sayRole(`role.${member.role}`)}</Tag>
                  </>
                ),
              },
              { key: 'staff', title: say('staff'), phone: 'bare', cell: (member) => member.staffRef },
              {
                key: 'seen',
                title: say('lastSeen'),
                number: true,
                cell: (member) => <Instant at={member.lastSeenAt} as="ago" real />,
              },
              {
                key: 'act',
                title: '',
                number: true,
                cell: (member) =>
                  member.editable ? (
                    <Row>
                      <Button size="small" onClick={() => setEdited(member)}>
                        {say('edit')}
                      </Button>
                      <Button
                        size="small"
                        type="text"
                        danger
                        onClick={() =>
                          void modal.confirm({
                            title: say('removeTitle', { name: member.name }),
                            content: say('removeText'),
                            okText: say('remove'),
                            okButtonProps: { danger: true },
                            onOk: () => removing.mutateAsync(member.accountId).catch(() => {}),
                          })
                        }
                      >
                        {say('remove')}
                      </Button>
                    </Row>
                  ) : null,
              },
            ]}
          />
        )}
      </Answer>
      {edited ? <MemberDialog member={edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
  );
}

const tones: Record<Invitation['state'], TagTone> = {
  open: 'water',
  used: 'good',
  expired: 'plain',
  revoked: 'plain',
};

function Invitations() {
  const say = useWords(teamWords);
  const sayDesign = useWords(designWords);
  const sayRole = useWords(accountsWords);
  const session = useSession();
  const formats = useFormats();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const asked = useQuery({ queryKey: ['invitations'], queryFn: invitations });
  const revoking = useMutation({
    mutationFn: revokeInvitation,
    onSuccess: () => {
      message.success(say('revoked'));
      void queryClient.invalidateQueries({ queryKey: ['invitations'] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Panel title={say('invitations')} flush>
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noInvitations')} />
          ) : (
            <DataTable
              caption={say('invitations')}
              rows={items}
              rowKey={(one) => one.id}
              columns={[
                { key: 'note', title: say('note'), phone: 'title', cell: (one) => one.note || '—' },
                {
                  key: 'role',
                  title: say('role'),
                  phone: 'bare',
                  cell: (one) => sayRole(`role.${one.role}`),
                },
                {
                  key: 'state',
                  title: '',
                  phone: 'bare',
                  cell: (one) => <Tag tone={tones[one.state]}>{say(`state.${one.state}`)}</Tag>,
                },
                {
                  key: 'by',
                  title: '',
                  phone: 'bare',
                  cell: (one) =>
                    one.usedBy
                      ? say('usedBy', { by: one.usedBy })
                      : say('by', { by: one.createdBy, until: formats.dateTime(one.expiresAt) }),
                },
                {
                  key: 'act',
                  title: '',
                  number: true,
                  cell: (one) =>
                    one.state === 'open' && session.can('team.write') ? (
                      <Button size="small" danger onClick={() => revoking.mutate(one.id)}>
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
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CustomerProfile } from '@yutang/contracts/customers';
import { App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { designWords } from '../../design/design-words.ts';
import { Facts } from '../../design/facts.tsx';
import { Instant } from '../../design/instant.tsx';
import { Notice } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ChannelName } from '../channels/channel-name.tsx';
import { DomainTag } from '../channels/domain-tag.tsx';
import { customerWords } from './customer-words.ts';
import { changeCustomer } from './customers-api.ts';

/** Owner, outlet, channels, membership. */
export function FactsPanel({ profile }: { profile: CustomerProfile }) {
  const say = useWords(customerWords);
  const session = useSession();
  const [editing, setEditing] = useState(false);
  const member = profile.member;
  return (
    <Panel
      title={say('facts')}
      aside={
        session.can('customers.write') && !session.ownStaff ? (
          <Button size="small" onClick={() => setEditing(true)}>
            {say('setOwner')}
          </Button>
        ) : null
      }
    >
      <Facts
        rows={[
          [say('owner'), profile.owner ?? '—'],
          [say('outlet'), profile.outlet],
          [
            say('channel'),
            profile.channel ? (
              <ChannelName key="channel" name={profile.channel} domain={profile.domainClass} />
            ) : (
              '—'
            ),
          ],
          [
            say('lastChannel'),
            profile.lastChannel ? <ChannelName key="last-channel" name={profile.lastChannel} /> : null,
          ],
          [say('domainLevel'), <DomainTag key="level" domain={profile.domainLevel} />],
          [
            say('member'),
            member ? [member.level, member.memberNo, member.outlet].filter(Boolean).join(' · ') || '✓' : null,
          ],
          [say('firstSeen'), <Instant key="first" at={profile.firstSeenAt} />],
          [say('lastSeen'), <Instant key="last" at={profile.lastSeenAt} />],
        ]}
      />
      <OwnerDialog open={editing} profile={profile} onClose={() => setEditing(false)} />
    </Panel>
  );
}

function OwnerDialog({
  open,
  profile,
  onClose,
}: {
  open: boolean;
  profile: CustomerProfile;
  onClose: () => void;
}) {
  const say = useWords(customerWords);
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<{ owner: string }>();
  const saving = useMutation({
    mutationFn: (owner: string) => changeCustomer(profile.id, { owner: owner || null }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['customer', profile.id] });
      message.success(say('saved'));
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={say('setOwner')}
      okText={say('save')}
      cancelText={sayDesign('cancel')}
      confirmLoading={saving.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      {saving.error ? <Notice error={saving.error} /> : null}
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        initialValues={{ owner: profile.owner ?? '' }}
        onFinish={({ owner }) => saving.mutate(owner.trim())}
      >
        <Form.Item name="owner" label={say('owner')} extra={say('ownerHint')}>
          <Input maxLength={100} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}

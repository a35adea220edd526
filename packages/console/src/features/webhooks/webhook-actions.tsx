import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Webhook, WebhookPatch } from '@yutang/contracts/webhooks';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Secret } from '../../design/copy.tsx';
import { designWords } from '../../design/design-words.ts';
import { Notice, problemText } from '../../design/notice.tsx';
import { Row } from '../../design/page.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { fieldsOf, WebhookFieldItems, type WebhookFields } from './webhook-fields.tsx';
import styles from './webhooks.module.css';
import { changeWebhook, deleteWebhook, renewSecret, testWebhook } from './webhooks-api.ts';
import { webhooksWords } from './webhooks-words.ts';

/** What can be done with a webhook; what cannot be undone is asked twice. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const say = useWords(webhooksWords);
  const sayDesign = useWords(designWords);
  const { message, modal } = App.useApp();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'on' | null>(null);
  const { id } = webhook;
  const after = {
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
    onError: (error: unknown) => void message.error(problemText(error, sayDesign)),
  };
  const turning = useMutation({ mutationFn: (patch: WebhookPatch) => changeWebhook(id, patch), ...after });
  const testing = useMutation({
    mutationFn: () => testWebhook(id),
    ...after,
    onSuccess: ({ state, error }) => {
      after.onSuccess();
      if (state === 'done') message.success(say('tested'));
      else message.error(say('testFailed', { error: error ?? '' }));
    },
  });
  const renewing = useMutation({ mutationFn: () => renewSecret(id), ...after });
  const removing = useMutation({
    mutationFn: () => deleteWebhook(id),
    ...after,
    onSuccess: () => {
      message.success(say('removed'));
      void navigate('/webhooks');
      after.onSuccess();
    },
  });
  const turnOn = (catchUp: boolean) => {
    setOpen(null);
    turning.mutate({ active: true, catchUp });
  };
  const confirm = (
    title: string,
    content: string,
    okText: string,
    work: () => Promise<unknown>,
    danger = true,
  ) =>
    void modal.confirm({
      title,
      content,
      okText,
      okButtonProps: { danger },
      onOk: () => work().catch(() => {}),
    });
  return (
    <Row>
      <Button type="primary" loading={testing.isPending} onClick={() => testing.mutate()}>
        {say('test')}
      </Button>
      <Button onClick={() => setOpen('edit')}>{say('edit')}</Button>
      <Button
        loading={turning.isPending}
        onClick={() => (webhook.active ? turning.mutate({ active: false }) : setOpen('on'))}
      >
        {say(webhook.active ? 'turnOff' : 'turnOn')}
      </Button>
      <Button
        onClick={() =>
          confirm(say('renewTitle'), say('renewText'), say('renew'), () => renewing.mutateAsync(), false)
        }
      >
        {say('renew')}
      </Button>
      <Button
        danger
        onClick={() =>
          confirm(say('removeTitle'), say('removeText'), say('remove'), () => removing.mutateAsync())
        }
      >
        {say('remove')}
      </Button>
      {open === 'edit' ? (
        <SaveDialog<WebhookFields>
          title={say('edit')}
          initial={fieldsOf(webhook)}
          save={(fields) => changeWebhook(id, fields)}
          touches={[['webhooks']]}
          onClose={() => setOpen(null)}
        >
          <WebhookFieldItems />
        </SaveDialog>
      ) : null}
      <Modal
        open={open === 'on'}
        title={say('turnOnTitle')}
        onCancel={() => setOpen(null)}
        footer={
          <Row>
            <Button onClick={() => turnOn(false)}>{say('fromNow')}</Button>
            <Button type="primary" onClick={() => turnOn(true)}>
              {say('catchUp')}
            </Button>
          </Row>
        }
      >
        <p>{say('turnOnText')}</p>
      </Modal>
      <Modal
        open={renewing.data !== undefined}
        title={say('renew')}
        footer={null}
        onCancel={() => renewing.reset()}
      >
        <div className={styles.detail}>
          <Notice tone="warn">{say('once')}</Notice>
          <Secret value={renewing.data?.secret ?? ''} />
        </div>
      </Modal>
    </Row>
  );
}

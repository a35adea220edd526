import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useNavigate } from 'react-router';
import { Secret } from '../../design/copy.tsx';
import { Side } from '../../design/drawer.tsx';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { fieldsOf, WebhookFieldItems, type WebhookFields } from './webhook-fields.tsx';
import styles from './webhooks.module.css';
import { makeWebhook } from './webhooks-api.ts';
import { webhooksWords } from './webhooks-words.ts';

/** Makes a webhook, then shows its secret this once. */
export function NewWebhook({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useWords(webhooksWords);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<WebhookFields>();
  const making = useMutation({
    mutationFn: makeWebhook,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  const issued = making.data;
  const close = () => {
    onClose();
    making.reset();
    if (issued) void navigate(`/webhooks/${issued.webhook.id}`);
  };
  return (
    <Side
      open={open}
      title={say('add')}
      onClose={close}
      footer={
        issued ? null : (
          <Button type="primary" size="large" block loading={making.isPending} onClick={() => form.submit()}>
            {say('create')}
          </Button>
        )
      }
    >
      {issued ? (
        <div className={styles.detail}>
          <Notice tone="warn">{say('once')}</Notice>
          <Secret value={issued.secret} />
        </div>
      ) : (
        <>
          {making.error ? <Notice error={making.error} /> : null}
          <Form
            form={form}
            layout="vertical"
            requiredMark={false}
            initialValues={fieldsOf()}
            onFinish={(fields) => making.mutate(fields)}
          >
            <WebhookFieldItems />
          </Form>
        </>
      )}
    </Side>
  );
}

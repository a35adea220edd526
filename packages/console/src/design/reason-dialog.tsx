import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import { Notice } from './notice.tsx';

export interface ReasonDialogProps {
  open: boolean;
  title: string;
  lead: ReactNode;
  /** Name of the reason field. */
  label: string;
  hint?: string;
  missing: string;
  okText: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onConfirm: (reason: string) => void;
  onCancel: () => void;
  /** More fields above the reason. */
  children?: ReactNode;
  okDisabled?: boolean;
}

/** Confirms something that is written down with a reason. */
export function ReasonDialog(props: ReasonDialogProps) {
  const say = useWords(designWords);
  const [form] = Form.useForm<{ reason: string }>();
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.okText}
      cancelText={say('cancel')}
      okButtonProps={{
        danger: props.danger ?? false,
        disabled: props.okDisabled ?? false,
        loading: props.busy,
      }}
      onCancel={props.onCancel}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <p style={{ color: 'var(--ink-soft)', marginBottom: 16 }}>{props.lead}</p>
      {props.error ? <Notice error={props.error} /> : null}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        onFinish={({ reason }) => props.onConfirm(reason.trim())}
      >
        {props.children}
        <Form.Item
          name="reason"
          label={props.label}
          extra={props.hint}
          rules={[{ required: true, whitespace: true, message: props.missing }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} maxLength={500} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}

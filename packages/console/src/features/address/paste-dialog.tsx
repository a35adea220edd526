import { Form, Input, Modal } from 'antd';
import { designWords } from '../../design/design-words.ts';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { verificationBytes, verificationName } from './address-api.ts';
import { addressWords } from './address-words.ts';

interface PasteDialogProps {
  open: boolean;
  busy: boolean;
  error: unknown;
  onSave: (file: string, content: string) => void;
  onClose: () => void;
}

/** For a platform that shows name and content instead of giving a file. */
export function PasteDialog({ open, busy, error, onSave, onClose }: PasteDialogProps) {
  const say = useWords(addressWords);
  const sayDesign = useWords(designWords);
  const [form] = Form.useForm<{ file: string; content: string }>();
  return (
    <Modal
      open={open}
      title={say('pasteTitle')}
      okText={say('save')}
      cancelText={sayDesign('cancel')}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      {error ? <Notice error={error} /> : null}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        onFinish={({ file, content }) => onSave(file.trim(), content)}
      >
        <Form.Item
          name="file"
          label={say('name')}
          rules={[
            {
              required: true,
              pattern: verificationName,
              transform: (value: string) => value.trim(),
              message: say('nameRule'),
            },
          ]}
        >
          <Input maxLength={125} placeholder="MP_verify_aBcD1234.txt" autoFocus />
        </Form.Item>
        <Form.Item
          name="content"
          label={say('content')}
          rules={[{ required: true, message: say('contentRule') }]}
        >
          <Input.TextArea rows={4} maxLength={verificationBytes} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

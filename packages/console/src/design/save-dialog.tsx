import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Form, type FormInstance, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import { Notice } from './notice.tsx';

export interface SaveDialogProps<Fields extends object> {
  title: string;
  /** What the form begins with. */
  initial: Partial<Fields>;
  /** Sends what was filled in; a fault is shown above the form, and nothing typed is lost. */
  save: (fields: Fields) => Promise<unknown>;
  /** Beginnings of the keys of questions whose answers it changes. */
  touches: readonly (readonly unknown[])[];
  onClose: () => void;
  /** Default: Save. */
  okText?: string;
  /** Default: Saved. */
  savedText?: string;
  danger?: boolean;
  /** For dialogs whose fields depend on each other. */
  form?: FormInstance<Fields>;
  /** Between a fault and the form, and below the form. */
  before?: ReactNode;
  after?: ReactNode;
  children: ReactNode;
}

/** A form in a dialog that is saved, says so and closes. Mount it to open it. */
export function SaveDialog<Fields extends object>(props: SaveDialogProps<Fields>) {
  const { save, touches, onClose } = props;
  const say = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [own] = Form.useForm<Fields>();
  const form = props.form ?? own;
  const saving = useMutation({
    mutationFn: save,
    onSuccess: () => {
      message.success(props.savedText ?? say('saved'));
      for (const queryKey of touches) void queryClient.invalidateQueries({ queryKey });
      onClose();
    },
  });
  return (
    <Modal
      open
      title={props.title}
      okText={props.okText ?? say('save')}
      okButtonProps={{ danger: props.danger ?? false, loading: saving.isPending }}
      cancelText={say('cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {saving.error ? <Notice error={saving.error} /> : null}
      {props.before}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={props.initial}
        onFinish={(fields) => saving.mutate(fields)}
      >
        {props.children}
      </Form>
      {props.after}
    </Modal>
  );
}

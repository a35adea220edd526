import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Unit } from '@yutang/contracts/organisation';
import { App, Form, Modal } from 'antd';
import { designWords } from '../../design/design-words.ts';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { OutletSelect, UnitSelect } from './choices.tsx';
import { closeUnit } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';

interface Fields {
  staffTo?: number;
  unitsTo?: number;
  customersTo?: string;
}

/** Closes a unit after saying where its staff, units and customers go. */
export function CloseDialog({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const say = useWords(organisationWords);
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const closing = useMutation({
    mutationFn: ({ staffTo, unitsTo, customersTo }: Fields) =>
      closeUnit(unit.id, {
        staffTo: staffTo ?? null,
        unitsTo: unitsTo ?? unit.parentId,
        ...(unit.kind === 'outlet' ? { customersTo: customersTo ?? '-' } : {}),
      }),
    onSuccess: () => {
      message.success(say('saved'));
      void queryClient.invalidateQueries();
      onClose();
    },
  });
  return (
    <Modal
      open
      title={`${say('close')}: ${unit.name}`}
      okText={say('close')}
      okButtonProps={{ danger: true }}
      cancelText={sayDesign('cancel')}
      confirmLoading={closing.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p style={{ color: 'var(--ink-soft)', marginBottom: 12 }}>{say('closeLead')}</p>
      {closing.error ? <Notice error={closing.error} /> : null}
      <Form form={form} layout="vertical" onFinish={(fields) => closing.mutate(fields)}>
        <Form.Item name="staffTo" label={say('staffTo')}>
          <UnitSelect except={({ id }) => id === unit.id} />
        </Form.Item>
        {unit.kind === 'outlet' ? (
          <Form.Item name="customersTo" label={say('customersTo')}>
            <OutletSelect placeholder={say('stay')} />
          </Form.Item>
        ) : (
          <Form.Item name="unitsTo" label={say('unitsTo')}>
            <UnitSelect except={({ id, parentId }) => id === unit.id || parentId === unit.id} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Play, PlayStatus } from '@yutang/contracts/plays';
import { App, Button, Form, Input, InputNumber, Select } from 'antd';
import { Side } from '../../design/drawer.tsx';
import { Notice } from '../../design/notice.tsx';
import { Columns } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { changePlay, makePlay } from './plays-api.ts';
import { playsWords } from './plays-words.ts';

const statuses = ['draft', 'running', 'paused', 'finished'] as const;

interface Fields {
  code: string;
  name: string;
  goal: string;
  owner: string;
  startsOn: string;
  endsOn: string;
  budget: number | null;
  hypothesis: string;
  status: PlayStatus;
}

/** Makes a play, describes one that appeared by itself, or changes one. */
export function PlayDrawer({ edited, onClose }: { edited: Play | 'new' | null; onClose: () => void }) {
  const say = useWords(playsWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const play = edited === 'new' || edited === null ? null : edited;
  const saving = useMutation({
    mutationFn: ({ code, budget, name, status, ...texts }: Fields) => {
      const orNull = (text: string) => text.trim() || null;
      const body = {
        name: name.trim(),
        status,
        goal: orNull(texts.goal),
        owner: orNull(texts.owner),
        startsOn: orNull(texts.startsOn),
        endsOn: orNull(texts.endsOn),
        hypothesis: orNull(texts.hypothesis),
        budgetMinor: budget === null ? null : Math.round(budget * 100),
      };
      return play?.described ? changePlay(play.code, body) : makePlay({ code: play?.code ?? code, ...body });
    },
    onSuccess: () => {
      message.success(say('saved'));
      void queryClient.invalidateQueries({ queryKey: ['plays'] });
      onClose();
    },
  });
  return (
    <Side
      open={edited !== null}
      title={play ? play.name : say('add')}
      onClose={() => {
        saving.reset();
        onClose();
      }}
      footer={
        <Button type="primary" size="large" block loading={saving.isPending} onClick={() => form.submit()}>
          {say('save')}
        </Button>
      }
    >
      {saving.error ? <Notice error={saving.error} /> : null}
      <Form<Fields>
        key={play?.code ?? ''}
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          code: play?.code ?? '',
          name: play?.name ?? '',
          goal: play?.goal ?? '',
          owner: play?.owner ?? '',
          startsOn: play?.startsOn ?? '',
          endsOn: play?.endsOn ?? '',
          budget: play?.budgetMinor == null ? null : play.budgetMinor / 100,
          hypothesis: play?.hypothesis ?? '',
          status: play?.status ?? 'running',
        }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <Form.Item
          name="name"
          label={say('name')}
          rules={[{ required: true, whitespace: true, message: say('name') }]}
        >
          <Input maxLength={100} autoFocus />
        </Form.Item>
        <Form.Item
          name="code"
          label={say('code')}
          extra={say('codeHint')}
          rules={[{ required: true, pattern: /^\S(.*\S)?$/, message: say('codeRule') }]}
        >
          <Input maxLength={100} disabled={play !== null} />
        </Form.Item>
        <Form.Item name="goal" label={say('goal')}>
          <Input maxLength={500} />
        </Form.Item>
        <Form.Item name="hypothesis" label={say('hypothesis')} extra={say('hypothesisHint')}>
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Columns>
          <Form.Item name="owner" label={say('owner')}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="status" label={say('status')}>
            <Select options={statuses.map((value) => ({ value, label: say(`status.${value}`) }))} />
          </Form.Item>
          <Form.Item name="startsOn" label={say('startsOn')}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="endsOn" label={say('endsOn')}>
            <Input type="date" />
          </Form.Item>
        </Columns>
        <Form.Item name="budget" label={say('budget')}>
          <InputNumber<number> min={0} precision={2} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
    </Side>
  );
}

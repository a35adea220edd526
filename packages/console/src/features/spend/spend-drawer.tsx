import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Spend, SpendKind } from '@yutang/contracts/spend';
import { App, Button, Form, Input, InputNumber, Select } from 'antd';
import { Side } from '../../design/drawer.tsx';
import { Notice } from '../../design/notice.tsx';
import { Columns } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannels } from '../channels/channels-api.ts';
import { usePlays } from '../plays/plays-api.ts';
import { changeSpend, enterSpend } from './spend-api.ts';
import { spendWords } from './spend-words.ts';
import { usePeriod } from './use-period.ts';

interface Fields {
  day: string;
  kind: SpendKind;
  channel: string;
  play: string | null;
  campaign: string;
  outlet: string;
  amount: number;
  impressions: number | null;
  clicks: number | null;
}

/** Enters a line by hand, or corrects one. */
export function SpendDrawer({ edited, onClose }: { edited: Spend | 'new' | null; onClose: () => void }) {
  const say = useWords(spendWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const channels = useChannels();
  const plays = usePlays();
  const { to: today } = usePeriod(1);
  const [form] = Form.useForm<Fields>();
  const line = edited === 'new' || edited === null ? null : edited;
  const declined = Form.useWatch('channel', form);
  const chosen = channels.data?.items.find((channel) => channel.name === declined);
  const saving = useMutation({
    mutationFn: ({ amount, campaign, outlet, play, channel, ...rest }: Fields) => {
      const body = {
        ...rest,
        channel: channel.trim(),
        amountMinor: Math.round(amount * 100),
        play: play ?? null,
        campaign: campaign.trim() || null,
        outlet: outlet.trim() || null,
      };
      return line ? changeSpend(line.id, body) : enterSpend(body);
    },
    onSuccess: () => {
      message.success(say('saved'));
      for (const key of ['spend', 'plays']) void queryClient.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  const needed = (name: string) => [{ required: true, message: name }];
  return (
    <Side
      open={edited !== null}
      title={say(line ? 'edit' : 'enter')}
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
      {chosen?.trend === 'decline' ? (
        <Notice tone="warn">{say('declining', { names: chosen.title })}</Notice>
      ) : null}
      <Form<Fields>
        key={line?.id ?? 0}
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          day: line?.day ?? today,
          kind: line?.kind ?? 'acquisition',
          channel: line?.channel,
          play: line?.play ?? null,
          campaign: line?.campaign ?? '',
          outlet: line?.outlet ?? '',
          amount: line ? line.amountMinor / 100 : undefined,
          impressions: line?.impressions ?? null,
          clicks: line?.clicks ?? null,
        }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        <Form.Item name="day" label={say('day')} rules={needed(say('day'))}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="channel" label={say('channel')} rules={needed(say('channel'))}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(channels.data?.items ?? []).map((one) => ({ value: one.name, label: one.title }))}
          />
        </Form.Item>
        <Form.Item name="amount" label={say('amount')} rules={needed(say('amount'))}>
          <InputNumber<number> min={0} precision={2} style={{ width: '100%' }} />
        </Form.Item>
        <Columns>
          <Form.Item name="kind" label={say('kind')}>
            <Select
              options={(['acquisition', 'reach'] as const).map((value) => ({
                value,
                label: say(`kind.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="play" label={say('play')}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              options={(plays.data?.items ?? []).map((play) => ({ value: play.code, label: play.name }))}
            />
          </Form.Item>
          <Form.Item name="campaign" label={say('campaign')}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="outlet" label={say('outlet')}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="impressions" label={say('impressions')}>
            <InputNumber<number> min={0} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="clicks" label={say('clicks')}>
            <InputNumber<number> min={0} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </Columns>
      </Form>
    </Side>
  );
}

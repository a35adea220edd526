import type { Channel, ChannelDraft } from '@yutang/contracts/channels';
import { Checkbox, Form, Input, Select } from 'antd';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { changeChannel, makeChannel } from './channels-api.ts';
import { channelsWords } from './channels-words.ts';
import { connectionsWords } from './connections-words.ts';
import { ladder } from './domain-tag.tsx';
import { domainWords } from './domain-words.ts';
import { sideNames, sideValues, useSideValue } from './side-values.ts';

interface Fields {
  name: string;
  title: string;
  platform: string;
  domainClass: ChannelDraft['domainClass'];
  paidToReach: boolean;
  reusable: boolean;
  dataExportable: boolean;
  form: Channel['form'] | undefined;
  line: Channel['line'] | undefined;
  carrier: Channel['carrier'] | undefined;
  connection: Channel['connection'] | undefined;
  trend: Channel['trend'] | undefined;
}

/** Makes a channel, or changes all there is to one. */
export function ChannelDialog({ edited, onClose }: { edited: Channel | 'new' | null; onClose: () => void }) {
  if (edited === null) return null;
  return (
    <ChannelForm
      key={edited === 'new' ? '' : edited.name}
      channel={edited === 'new' ? null : edited}
      onClose={onClose}
    />
  );
}

function ChannelForm({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  const say = useWords(channelsWords);
  const sayDomain = useWords(domainWords);
  const sayConnections = useWords(connectionsWords);
  const wordOf = useSideValue();
  return (
    <SaveDialog<Fields>
      title={channel?.title ?? say('add')}
      initial={{
        name: channel?.name ?? '',
        title: channel?.title ?? '',
        platform: channel?.platform ?? '',
        domainClass: channel?.domainClass ?? 'public',
        paidToReach: channel?.paidToReach ?? true,
        reusable: channel?.reusable ?? false,
        dataExportable: channel?.dataExportable ?? false,
        form: channel?.form ?? null,
        line: channel?.line ?? null,
        carrier: channel?.carrier ?? null,
        connection: channel?.connection ?? null,
        trend: channel?.trend ?? null,
      }}
      save={({ name, ...fields }) => {
        const body = {
          ...fields,
          title: fields.title.trim(),
          platform: fields.platform.trim() || null,
          form: fields.form ?? null,
          line: fields.line ?? null,
          carrier: fields.carrier ?? null,
          connection: fields.connection ?? null,
          trend: fields.trend ?? null,
        };
        return channel ? changeChannel(channel.name, body) : makeChannel({ name: name.trim(), ...body });
      }}
      savedText={say('saved')}
      touches={[['channels'], ['pond'], ['customers']]}
      onClose={onClose}
    >
      {channel ? null : (
        <Form.Item
          name="name"
          label={say('name')}
          extra={say('nameHint')}
          rules={[{ required: true, pattern: /^\S(.*\S)?$/, message: say('nameRule') }]}
        >
          <Input maxLength={100} autoFocus />
        </Form.Item>
      )}
      <Form.Item
        name="title"
        label={say('channelTitle')}
        rules={[{ required: true, whitespace: true, message: say('channelTitle') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="platform" label={say('platform')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="domainClass" label={say('domain')}>
        <Select
          options={ladder.map((value) => ({
            value,
            label: `${sayDomain(value)} · ${sayDomain(`about.${value}`)}`,
          }))}
        />
      </Form.Item>
      {sideNames.map((side) => (
        <Form.Item key={side} name={side} label={sayConnections(`side.${side}`)} style={{ marginBottom: 12 }}>
          <Select
            allowClear
            placeholder={wordOf(null)}
            options={sideValues[side].map((value) => ({ value, label: wordOf(value) }))}
          />
        </Form.Item>
      ))}
      {(['paidToReach', 'reusable', 'dataExportable'] as const).map((name) => (
        <Form.Item key={name} name={name} valuePropName="checked" style={{ marginBottom: 6 }}>
          <Checkbox>{say(name)}</Checkbox>
        </Form.Item>
      ))}
    </SaveDialog>
  );
}

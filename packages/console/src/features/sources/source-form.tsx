import type { NewSource, Source } from '@yutang/contracts/sources';
import { Form, type FormInstance, Input, Radio, Select } from 'antd';
import { useFormats } from '../../design/formats.ts';
import { useWords } from '../../words/use-words.ts';
import { useChannels } from '../channels/channels-api.ts';
import styles from './sources-page.module.css';
import { sourcesWords } from './sources-words.ts';

/** What the form holds; `''` stands for none. */
export interface SourceFields {
  name: string;
  kind: NewSource['kind'];
  channel: string;
  /** ms by hand; 0: never; -1: learned. */
  staleAfterMs: number;
}

const kinds = ['browser', 'server', 'mini_program'] as const;
const hours = [1, 6, 24, 72, 168];

const hourMs = 3_600_000;
const learned = -1;

function staleChoice(source?: Source): number {
  if (source?.staleRule === 'never') return 0;
  return source?.staleRule === 'hand' ? (source.staleAfterMs ?? 0) : learned;
}

/** The usual limits, and the one it has. */
function choices(source?: Source): number[] {
  const own = staleChoice(source);
  const usual = hours.map((count) => count * hourMs);
  return own > 0 && !usual.includes(own) ? [...usual, own].sort((a, b) => a - b) : usual;
}

/** What the choice means to the server. */
export function staleSetting(choice: number): Pick<NewSource, 'staleRule' | 'staleAfterMs'> {
  if (choice === learned) return { staleRule: 'learned' };
  return choice === 0 ? { staleRule: 'never' } : { staleRule: 'hand', staleAfterMs: choice };
}

interface SourceFormProps {
  form: FormInstance<SourceFields>;
  source?: Source;
  onFinish: (fields: SourceFields) => void;
}

/** Name, kind (only of a new one), default channel, when it counts as silent. */
export function SourceForm({ form, source, onFinish }: SourceFormProps) {
  const say = useWords(sourcesWords);
  const formats = useFormats();
  const channels = useChannels();
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{
        name: source?.name ?? '',
        kind: 'browser',
        channel: source?.channel ?? '',
        staleAfterMs: staleChoice(source),
      }}
      onFinish={onFinish}
    >
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: say('name') }]}
      >
        <Input maxLength={100} placeholder={say('namePlaceholder')} autoFocus />
      </Form.Item>
      {source ? null : (
        <Form.Item name="kind" label={say('kind')}>
          <Radio.Group className={styles.kinds ?? ''}>
            {kinds.map((kind) => (
              <Radio key={kind} value={kind}>
                {say(`kind.${kind}`)} <small>{say(`about.${kind}`)}</small>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
      )}
      <Form.Item name="channel" label={say('channel')} extra={say('channelHint')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={[
            { value: '', label: say('noChannel') },
            ...(channels.data?.items ?? []).map((channel) => ({ value: channel.name, label: channel.title })),
          ]}
        />
      </Form.Item>
      <Form.Item name="staleAfterMs" label={say('stale')} extra={say('staleHint')}>
        <Select
          options={[
            { value: learned, label: say('staleLearned') },
            ...choices(source).map((ms) => ({ value: ms, label: formats.duration(ms) })),
            { value: 0, label: say('staleNever') },
          ]}
        />
      </Form.Item>
    </Form>
  );
}

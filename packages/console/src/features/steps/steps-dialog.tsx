import type { Step, StepListDraft } from '@yutang/contracts/steps';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useRef } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannels } from '../channels/channels-api.ts';
import { useDictionary, useEventName } from '../dictionary/event-name.tsx';
import styles from './steps.module.css';
import { putSteps, useStepName } from './steps-api.ts';
import { stepsWords } from './steps-words.ts';

interface Field {
  key?: string;
  name: string;
  events: string[];
  channel: string | null;
  times: number;
}

interface Fields {
  steps: Field[];
}

interface DialogProps {
  steps: readonly Step[];
  onSaved: () => void;
  onClose: () => void;
}

/** The whole list of steps: their order, names and data points. */
export function StepsDialog({ steps, onSaved, onClose }: DialogProps) {
  const say = useWords(stepsWords);
  const nameOf = useStepName();
  const known = useRef(new Map(steps.map((step) => [step.key, nameOf(step)])));
  const before = new Map(steps.map((step) => [step.key, step.name]));
  const save = async ({ steps: fields }: Fields) => {
    const body: StepListDraft = {
      steps: fields.map(({ key, name, events, channel, times }) => {
        const typed = name.trim();
        // a name of the platform's that nobody touched goes on following the language
        const untouched = key !== undefined && known.current.get(key) === typed;
        const kept = untouched ? (before.get(key) ?? null) : typed;
        return { ...(key && { key }), name: kept, events, channel: channel ?? null, times: times ?? 1 };
      }),
    };
    await putSteps(body);
    onSaved();
  };
  return (
    <SaveDialog<Fields>
      title={say('edit')}
      initial={{ steps: steps.map((step) => ({ ...step, name: nameOf(step), events: [...step.events] })) }}
      save={save}
      touches={[['steps']]}
      onClose={onClose}
    >
      <Form.List name="steps">
        {(fields, { add, remove, move }) => (
          <>
            <ol className={styles.fields}>
              {fields.map(({ key, name }, index) => (
                <li key={key} className={styles.field}>
                  <Form.Item name={[name, 'key']} hidden>
                    <Input />
                  </Form.Item>
                  <div className={styles.head}>
                    <Form.Item
                      name={[name, 'name']}
                      rules={[{ required: true, whitespace: true, message: say('nameRule') }]}
                    >
                      <Input maxLength={40} aria-label={say('name')} prefix={`${index + 1}.`} />
                    </Form.Item>
                    <span>
                      <IconButton
                        className={styles.up ?? ''}
                        icon="down"
                        label={say('up')}
                        disabled={index === 0}
                        onClick={() => move(index, index - 1)}
                      />
                      <IconButton
                        icon="down"
                        label={say('down')}
                        disabled={index === fields.length - 1}
                        onClick={() => move(index, index + 1)}
                      />
                      <IconButton
                        icon="trash"
                        label={say('remove')}
                        disabled={fields.length === 1}
                        onClick={() => remove(name)}
                      />
                    </span>
                  </div>
                  <PointFields name={name} />
                </li>
              ))}
            </ol>
            <Button
              block
              disabled={fields.length >= 20}
              onClick={() => add({ name: '', events: [], channel: null, times: 1 } satisfies Field)}
            >
              {say('add')}
            </Button>
          </>
        )}
      </Form.List>
    </SaveDialog>
  );
}

/** What makes the data point of one step. */
function PointFields({ name }: { name: number }) {
  const say = useWords(stepsWords);
  const channels = useChannels();
  const dictionary = useDictionary();
  const eventName = useEventName();
  const described = dictionary.data?.items ?? [];
  return (
    <>
      <Form.Item
        name={[name, 'events']}
        label={say('events')}
        rules={[{ required: true, type: 'array', min: 1, max: 20, message: say('eventsRule') }]}
      >
        <Select
          mode="tags"
          showSearch={{ optionFilterProp: 'label' }}
          options={described
            .filter(({ family }) => family !== 'system')
            .map((item) => ({ value: item.name, label: eventName(item.name) }))}
        />
      </Form.Item>
      <div className={styles.tail}>
        <Form.Item name={[name, 'channel']} label={say('channel')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={say('anyChannel')}
            options={(channels.data?.items ?? []).map((channel) => ({
              value: channel.name,
              label: channel.title,
            }))}
          />
        </Form.Item>
        <Form.Item name={[name, 'times']} label={say('times')} tooltip={say('timesHint')}>
          <InputNumber min={1} max={100} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </>
  );
}

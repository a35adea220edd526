import { Button, Checkbox, Form, type FormInstance, Input, Segmented, Select } from 'antd';
import { Icon } from '../../design/icon.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { useWords } from '../../words/use-words.ts';
import type { DefinitionDraft } from './definition-draft.ts';
import styles from './dictionary.module.css';
import { dictionaryWords } from './dictionary-words.ts';

const families = ['consumption', 'behaviour', 'relation', 'system'] as const;
const modes = ['off', 'warn', 'enforce'] as const;
const types = ['string', 'number', 'boolean', 'time', 'object', 'array'] as const;

interface DefinitionFormProps {
  form: FormInstance<DefinitionDraft>;
  initial: DefinitionDraft;
  /** The name is given and cannot be changed. */
  named: boolean;
  disabled: boolean;
  onFinish: (draft: DefinitionDraft) => void;
}

/** Family, mode, names, owner, and a rule for each property. */
export function DefinitionForm({ form, initial, named, disabled, onFinish }: DefinitionFormProps) {
  const say = useWords(dictionaryWords);
  const mode = Form.useWatch('mode', form) ?? initial.mode;
  const required = [{ required: true, whitespace: true, message: say('name') }];
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={disabled}
      initialValues={initial}
      onFinish={onFinish}
    >
      <p className={styles.soft}>{say('rules')}</p>
      <div className={styles.pair}>
        {named ? null : (
          <Form.Item name="name" label={say('name')} rules={required}>
            <Input maxLength={256} autoFocus />
          </Form.Item>
        )}
        <Form.Item name="zh" label={say('chinese')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="family" label={say('family')}>
          <Select options={families.map((value) => ({ value, label: say(`family.${value}`) }))} />
        </Form.Item>
        <Form.Item name="owner" label={say('owner')}>
          <Input maxLength={100} />
        </Form.Item>
      </div>
      <Form.Item name="mode" label={say('mode')} extra={say(`about.${mode}`)}>
        <Segmented options={modes.map((value) => ({ value, label: say(`mode.${value}`) }))} />
      </Form.Item>
      <Form.Item name="description" label={say('description')}>
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} maxLength={2000} />
      </Form.Item>
      <Form.List name="properties">
        {(rows, { add, remove }) => (
          <fieldset className={styles.properties}>
            <legend>{say('properties')}</legend>
            {rows.map((row) => (
              <div key={row.key} className={styles.property}>
                <Form.Item name={[row.name, 'name']} rules={required}>
                  <Input aria-label={say('propertyName')} placeholder={say('propertyName')} maxLength={128} />
                </Form.Item>
                <Form.Item name={[row.name, 'type']}>
                  <Select
                    aria-label={say('type')}
                    options={types.map((value) => ({ value, label: say(`type.${value}`) }))}
                  />
                </Form.Item>
                <Form.Item name={[row.name, 'enum']}>
                  <Input aria-label={say('enum')} placeholder={say('enumHint')} />
                </Form.Item>
                <Form.Item name={[row.name, 'required']} valuePropName="checked">
                  <Checkbox>{say('required')}</Checkbox>
                </Form.Item>
                <IconButton
                  icon="close"
                  size={15}
                  label={say('removeProperty', {
                    name: form.getFieldValue(['properties', row.name, 'name']) ?? '',
                  })}
                  onClick={() => remove(row.name)}
                  disabled={disabled}
                />
              </div>
            ))}
            <Button
              size="small"
              icon={<Icon name="plus" size={14} />}
              onClick={() => add({ name: '', type: 'string', required: false, enum: '' })}
            >
              {say('addProperty')}
            </Button>
          </fieldset>
        )}
      </Form.List>
    </Form>
  );
}

import type { Tag, TagChoice, TagGroup } from '@yutang/contracts/tags';
import { Form, Input, InputNumber, Select } from 'antd';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './tags.module.css';
import { changeTag, changeTagGroup, isUsable, makeTag, makeTagGroup, mergeTag } from './tags-api.ts';
import { tagsWords } from './tags-words.ts';

const colours = ['#0b7285', '#2c7049', '#8a5a08', '#b03a2b', '#6b4fa0', '#3a6fb5', '#b0417e', '#5d737a'];
const nameRule = /^[^\s|｜;；:：]([^|｜;；:：]*[^\s|｜;；:：])?$/;

/** What is being made or changed. */
export type Edited =
  | { kind: 'group'; group: TagGroup | null }
  | { kind: 'tag'; group: TagGroup; tag: Tag | null }
  | { kind: 'merge'; group: TagGroup; tag: Tag };

interface Fields {
  name: string;
  choice: TagChoice;
  colour: string | null;
  description: string;
  expiresDays: number | null;
  into: number;
}

/** The one dialog of the page: a group, a tag, or a merge. */
export function TagDialog({ edited, onClose }: { edited: Edited; onClose: () => void }) {
  const say = useWords(tagsWords);
  return (
    <SaveDialog<Fields>
      title={titleOf(edited, say)}
      initial={initial(edited)}
      save={(fields) => save(edited, fields)}
      touches={[['tags'], ['customers'], ['customer']]}
      onClose={onClose}
    >
      {edited.kind === 'merge' ? <MergeFields {...edited} /> : <NameField />}
      {edited.kind === 'group' ? <ChoiceField /> : null}
      {edited.kind === 'tag' ? <TagFields /> : null}
    </SaveDialog>
  );
}

function titleOf(edited: Edited, say: ReturnType<typeof useWords<typeof tagsWords.phrases>>): string {
  if (edited.kind === 'merge') return say('merge');
  if (edited.kind === 'group') return say(edited.group ? 'editGroup' : 'addGroup');
  return say(edited.tag ? 'editTag' : 'addTag');
}

function initial(edited: Edited): Partial<Fields> {
  if (edited.kind === 'group')
    return { name: edited.group?.name ?? '', choice: edited.group?.choice ?? 'multi' };
  const { tag } = edited;
  return {
    name: tag?.name ?? '',
    colour: tag?.colour ?? null,
    description: tag?.description ?? '',
    expiresDays: tag?.expiresDays ?? null,
  };
}

function save(edited: Edited, { name, choice, colour, description, expiresDays, into }: Fields) {
  if (edited.kind === 'merge') return mergeTag(edited.tag.id, into);
  if (edited.kind === 'group') {
    const body = { name: name.trim(), choice };
    return edited.group ? changeTagGroup(edited.group.id, body) : makeTagGroup(body);
  }
  const body = {
    name: name.trim(),
    colour: colour ?? null,
    description: description?.trim() || null,
    expiresDays: expiresDays ?? null,
  };
  return edited.tag ? changeTag(edited.tag.id, body) : makeTag({ groupId: edited.group.id, ...body });
}

function NameField() {
  const say = useWords(tagsWords);
  return (
    <Form.Item
      name="name"
      label={say('name')}
      rules={[{ required: true, pattern: nameRule, message: say('nameRule') }]}
    >
      <Input maxLength={60} autoFocus />
    </Form.Item>
  );
}

function ChoiceField() {
  const say = useWords(tagsWords);
  return (
    <Form.Item name="choice" label={say('choice')}>
      <Select
        options={[
          { value: 'multi', label: say('aboutMulti') },
          { value: 'single', label: say('aboutSingle') },
        ]}
      />
    </Form.Item>
  );
}

function TagFields() {
  const say = useWords(tagsWords);
  return (
    <>
      <Form.Item name="colour" label={say('colour')}>
        <Select
          allowClear
          placeholder={say('noColour')}
          options={colours.map((value) => ({
            value,
            label: (
              <>
                <i className={styles.swatch} style={{ background: value }} />
                {value}
              </>
            ),
          }))}
        />
      </Form.Item>
      <Form.Item name="expiresDays" label={say('expiresDays')} extra={say('expiresHint')}>
        <InputNumber min={1} max={3650} precision={0} />
      </Form.Item>
      <Form.Item name="description" label={say('description')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2, maxRows: 4 }} />
      </Form.Item>
    </>
  );
}

function MergeFields({ group, tag }: { group: TagGroup; tag: Tag }) {
  const say = useWords(tagsWords);
  return (
    <>
      <p style={{ color: 'var(--ink-soft)', marginBottom: 16 }}>{say('mergeLead', { name: tag.name })}</p>
      <Form.Item name="into" label={say('mergeInto')} rules={[{ required: true, message: say('mergeInto') }]}>
        <Select
          options={group.tags
            .filter((other) => other.id !== tag.id && isUsable(other))
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </>
  );
}

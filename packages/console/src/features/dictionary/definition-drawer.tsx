import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Definition } from '@yutang/contracts/dictionary';
import { App, Button, Form } from 'antd';
import { Side } from '../../design/drawer.tsx';
import { Notice } from '../../design/notice.tsx';
import { Row, Stack } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { CheckEvent } from './check-event.tsx';
import { type DefinitionDraft, draftOf, putOf } from './definition-draft.ts';
import { DefinitionForm } from './definition-form.tsx';
import { DefinitionVersions } from './definition-versions.tsx';
import styles from './dictionary.module.css';
import { deleteDefinition, putDefinition } from './dictionary-api.ts';
import { dictionaryWords } from './dictionary-words.ts';

/** What is edited: a definition there is, or a name to describe (empty: to be chosen). */
export type Edited = { definition: Definition } | { name: string };

/** One event's definition: rules, a trial, older versions. */
export function DefinitionDrawer({ edited, onClose }: { edited: Edited | null; onClose: () => void }) {
  const say = useWords(dictionaryWords);
  const name = edited ? ('definition' in edited ? edited.definition.name : edited.name) : '';
  return (
    <Side open={edited !== null} title={name || say('add')} onClose={onClose} width={760}>
      {edited ? <Editor key={name} edited={edited} onClose={onClose} /> : null}
    </Side>
  );
}

function Editor({ edited, onClose }: { edited: Edited; onClose: () => void }) {
  const say = useWords(dictionaryWords);
  const session = useSession();
  const queryClient = useQueryClient();
  const { message, modal } = App.useApp();
  const [form] = Form.useForm<DefinitionDraft>();
  const before = 'definition' in edited ? edited.definition : null;
  const name = before?.name ?? ('name' in edited ? edited.name : '');
  const done = () => {
    message.success(say('saved'));
    void queryClient.invalidateQueries({ queryKey: ['dictionary'] });
    onClose();
  };
  const saving = useMutation({
    mutationFn: (draft: DefinitionDraft) => putDefinition((name || draft.name).trim(), putOf(draft, before)),
    onSuccess: done,
  });
  const deleting = useMutation({ mutationFn: () => deleteDefinition(name), onSuccess: done });
  const may = session.can('dictionary.write');
  return (
    <div className={styles.editor}>
      <Stack>
        {saving.error ? <Notice error={saving.error} /> : null}
        {deleting.error ? <Notice error={deleting.error} /> : null}
        <DefinitionForm
          form={form}
          initial={draftOf(name, before)}
          named={name !== ''}
          disabled={!may}
          onFinish={(draft) => saving.mutate(draft)}
        />
        {may ? (
          <Row>
            <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
              {say('save')}
            </Button>
            {before && before.version > 0 ? (
              <Button
                danger
                onClick={() =>
                  void modal.confirm({
                    title: say(before.standard ? 'setBackTitle' : 'removeTitle'),
                    content: say('removeText'),
                    okText: say(before.standard ? 'setBack' : 'remove'),
                    okButtonProps: { danger: true },
                    onOk: () => deleting.mutateAsync().catch(() => {}),
                  })
                }
              >
                {say(before.standard ? 'setBack' : 'remove')}
              </Button>
            ) : null}
          </Row>
        ) : null}
        <CheckEvent name={name} definition={() => putOf(form.getFieldsValue(true), null)} />
        {before ? (
          <DefinitionVersions
            name={name}
            onRestore={may ? (definition) => form.setFieldsValue(draftOf(name, definition)) : undefined}
          />
        ) : null}
      </Stack>
    </div>
  );
}

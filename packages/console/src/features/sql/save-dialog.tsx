import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SavedQuery } from '@yutang/contracts/sql';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { changeQuery, saveQuery } from './sql-api.ts';
import { sqlWords } from './sql-words.ts';

export interface SaveDialogProps {
  text: string;
  /** The saved query being worked on; one's own may be changed in place. */
  opened: SavedQuery | null;
  onClose: () => void;
  onSaved: (query: SavedQuery) => void;
}

/** Keeps the query under a name, or changes the one it came from. */
export function SaveDialog({ text, opened, onClose, onSaved }: SaveDialogProps) {
  const say = useWords(sqlWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [name, setName] = useState('');
  const saving = useMutation({
    mutationFn: (into: SavedQuery | null) =>
      into ? changeQuery(into.id, { text }) : saveQuery({ name: name.trim(), text }),
    onSuccess: (saved) => {
      message.success(say('savedDone'));
      void queryClient.invalidateQueries({ queryKey: ['sql', 'queries'] });
      onSaved(saved);
      onClose();
    },
  });
  return (
    <Modal
      open
      title={say('saveTitle')}
      okText={say('save')}
      cancelText={say('cancel')}
      okButtonProps={{ disabled: name.trim() === '' }}
      confirmLoading={saving.isPending}
      onOk={() => saving.mutate(null)}
      onCancel={onClose}
    >
      <p>{say('saveNote')}</p>
      <Input
        autoFocus
        aria-label={say('name')}
        placeholder={say('namePlaceholder')}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={() => name.trim() && saving.mutate(null)}
      />
      {opened?.own ? (
        <Button style={{ marginTop: 12 }} loading={saving.isPending} onClick={() => saving.mutate(opened)}>
          {say('overwrite', { name: opened.name })}
        </Button>
      ) : null}
      {saving.error ? <Notice error={saving.error} /> : null}
    </Modal>
  );
}

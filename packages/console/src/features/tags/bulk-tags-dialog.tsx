import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CustomerFilter } from '@yutang/contracts/portrait';
import { App, Button, Modal, Radio } from 'antd';
import { useState } from 'react';
import { designWords } from '../../design/design-words.ts';
import { Notice, problemText } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import { TagSelect } from './tag-select.tsx';
import styles from './tags.module.css';
import { tagMany, undoTagBatch } from './tags-api.ts';
import { tagsWords } from './tags-words.ts';

/** Tags the chosen, or everybody the filters find: counted before, undone after. */
export function BulkTagsDialog({
  selected,
  filter,
  total,
  onClose,
}: {
  selected: readonly number[];
  filter: CustomerFilter;
  total: number;
  onClose: () => void;
}) {
  const say = useWords(tagsWords);
  const sayDesign = useWords(designWords);
  const { message, notification } = App.useApp();
  const queryClient = useQueryClient();
  const [whom, setWhom] = useState<'selected' | 'list'>(selected.length > 0 ? 'selected' : 'list');
  const [add, setAdd] = useState<number[]>([]);
  const [remove, setRemove] = useState<number[]>([]);
  const draft = { add, remove, ...(whom === 'selected' ? { customers: [...selected] } : { filter }) };
  const wished = add.length + remove.length > 0;
  const count = useQuery({
    queryKey: ['tags', 'count', draft],
    queryFn: () => tagMany({ ...draft, dryRun: true }),
    enabled: wished,
  });
  const refresh = () => {
    for (const key of ['customers', 'tags', 'customer'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const undo = (batch: number, key: string) =>
    undoTagBatch(batch).then(
      ({ changed }) => {
        notification.destroy(key);
        message.success(say('undoDone', { count: changed }));
        refresh();
      },
      (error: unknown) => void message.error(problemText(error, sayDesign)),
    );
  const applying = useMutation({
    mutationFn: () => tagMany(draft),
    onSuccess: ({ batch, changed }) => {
      refresh();
      onClose();
      const key = `tags-${batch}`;
      notification.success({
        key,
        title: say('bulkDone', { count: changed }),
        duration: 12,
        ...(batch !== null && {
          actions: (
            <Button size="small" onClick={() => void undo(batch, key)}>
              {say('undo')}
            </Button>
          ),
        }),
      });
    },
  });
  const changed = count.data?.changed;
  return (
    <Modal
      open
      title={say('bulk')}
      okText={wished && changed !== undefined ? say('willChange', { count: changed }) : say('apply')}
      cancelText={sayDesign('cancel')}
      okButtonProps={{
        disabled: !wished || !changed,
        loading: applying.isPending || (wished && count.isPending),
      }}
      onOk={() => applying.mutate()}
      onCancel={onClose}
    >
      <div className={styles.form}>
        {applying.error || count.error ? <Notice error={applying.error ?? count.error} /> : null}
        {selected.length > 0 ? (
          <Radio.Group
            value={whom}
            onChange={(event) => setWhom(event.target.value as 'selected' | 'list')}
            options={[
              { value: 'selected', label: say('onlySelected', { count: selected.length }) },
              { value: 'list', label: say('wholeList', { count: total }) },
            ]}
          />
        ) : (
          <p>{say('bulkLead', { count: total })}</p>
        )}
        <div className={styles.field}>
          <span>{say('add')}</span>
          <TagSelect bare label={say('add')} value={add} onChange={setAdd} />
        </div>
        <div className={styles.field}>
          <span>{say('take')}</span>
          <TagSelect bare label={say('take')} value={remove} onChange={setRemove} />
        </div>
      </div>
    </Modal>
  );
}

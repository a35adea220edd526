import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TagBatch, TagGroup } from '@yutang/contracts/tags';
import { App, Button, Popconfirm } from 'antd';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { Instant } from '../../design/instant.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './tags.module.css';
import { findTag, tagBatches, undoTagBatch } from './tags-api.ts';
import { tagsWords } from './tags-words.ts';

/** What was changed for many people at once; each can be undone. Absent while there is none. */
export function TagBatches({ groups }: { groups: readonly TagGroup[] }) {
  const say = useWords(tagsWords);
  const sayDesign = useWords(designWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const { data } = useQuery({ queryKey: ['tags', 'batches'], queryFn: tagBatches });
  const undoing = useMutation({
    mutationFn: undoTagBatch,
    onSuccess: ({ changed }) => {
      message.success(say('undoDone', { count: changed }));
      for (const key of ['tags', 'customers', 'customer'])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => void message.error(problemText(error, sayDesign)),
  });
  if (!data || data.items.length === 0) return null;
  const names = (ids: readonly number[], sign: string) =>
    ids.map((id) => (
      <Tag key={`${sign}${id}`}>
        {sign} {findTag(groups, id)?.tag.name ?? id}
      </Tag>
    ));
  return (
    <Panel flush title={say('batches')}>
      <DataTable<TagBatch>
        caption={say('batches')}
        rows={data.items}
        rowKey={(batch) => batch.id}
        columns={[
          {
            key: 'what',
            title: say('tag'),
            phone: 'title',
            cell: (batch) => (
              <span className={styles.chips}>
                {names(batch.added, '+')}
                {names(batch.removed, '−')}
              </span>
            ),
          },
          {
            key: 'people',
            title: say('people'),
            number: true,
            cell: (batch) => say('batchPeople', { count: batch.people }),
          },
          {
            key: 'by',
            title: '',
            cell: (batch) => (
              <span>
                {batch.by} · <Instant at={batch.at} />
              </span>
            ),
          },
          {
            key: 'undo',
            title: '',
            cell: (batch) =>
              batch.undoneAt === null ? (
                <Popconfirm
                  title={say('undoAsk')}
                  okText={say('undo')}
                  cancelText={sayDesign('cancel')}
                  onConfirm={() => undoing.mutateAsync(batch.id).catch(() => undefined)}
                >
                  <Button size="small">{say('undo')}</Button>
                </Popconfirm>
              ) : (
                <Tag>{say('undone')}</Tag>
              ),
          },
        ]}
      />
    </Panel>
  );
}

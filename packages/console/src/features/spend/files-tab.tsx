import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SpendFile } from '@yutang/contracts/spend';
import { App, Button, Popconfirm } from 'antd';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { spendFiles, undoFile } from './spend-api.ts';
import { spendWords } from './spend-words.ts';

/** Files that were taken in; each can be undone as a whole. */
export function FilesTab() {
  const say = useWords(spendWords);
  const formats = useFormats();
  const session = useSession();
  const files = usePaged(['spend', 'files'], (cursor) =>
    spendFiles({ limit: 50, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Panel flush title={say('tab.files')}>
      <Answer of={files}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('noFiles')} text={say('dropHint')} />
          ) : (
            <>
              <DataTable
                caption={say('tab.files')}
                rows={items}
                rowKey={(file) => file.id}
                columns={[
                  { key: 'name', title: say('fileName'), phone: 'title', cell: (file) => file.name },
                  {
                    key: 'lines',
                    title: say('lines'),
                    number: true,
                    cell: (file) => formats.number(file.lines),
                  },
                  {
                    key: 'amount',
                    title: say('amount'),
                    number: true,
                    cell: (file) => formats.money(file.amountMinor),
                  },
                  { key: 'by', title: say('by'), cell: (file) => file.uploadedBy },
                  {
                    key: 'at',
                    title: say('uploaded'),
                    number: true,
                    cell: (file) => <Instant at={file.uploadedAt} as="ago" />,
                  },
                  {
                    key: 'act',
                    title: '',
                    number: true,
                    cell: (file) =>
                      file.undoneAt !== null ? (
                        <Tag>{say('undone')}</Tag>
                      ) : session.can('spend.write') ? (
                        <UndoButton file={file} />
                      ) : null,
                  },
                ]}
              />
              <LoadMore of={files} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function UndoButton({ file }: { file: SpendFile }) {
  const say = useWords(spendWords);
  const sayDesign = useWords(designWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const undoing = useMutation({
    mutationFn: () => undoFile(file.id),
    onSuccess: () => {
      for (const key of ['spend', 'plays']) void queryClient.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Popconfirm
      title={say('undoFileTitle')}
      description={say('undoFileText')}
      okText={say('undoFile')}
      cancelText={sayDesign('cancel')}
      onConfirm={() => undoing.mutate()}
    >
      <Button size="small" loading={undoing.isPending}>
        {say('undoFile')}
      </Button>
    </Popconfirm>
  );
}

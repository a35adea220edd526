import { useMutation } from '@tanstack/react-query';
import type { MergeRecord } from '@yutang/contracts/identity';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { ReasonDialog } from '../../design/reason-dialog.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './identity.module.css';
import { merges, undoMerge } from './identity-api.ts';
import { identityWords } from './identity-words.ts';
import { useDecided } from './use-decided.ts';

/** Every merge and split, newest first; those that still stand can be undone. */
export function MergeHistory() {
  const say = useWords(identityWords);
  const decided = useDecided();
  const [undoing, setUndoing] = useState<MergeRecord | null>(null);
  const list = usePaged<MergeRecord>(['identity', 'merges'], (cursor) =>
    merges({ limit: 30, ...(cursor ? { cursor } : {}) }),
  );
  const undo = useMutation({
    mutationFn: (reason: string) => undoMerge(undoing?.id ?? 0, reason),
    onSuccess: (result) => {
      setUndoing(null);
      decided(result);
    },
  });
  return (
    <Panel flush>
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('noMerges')} />
          ) : (
            <>
              <DataTable
                caption={say('tabMerges')}
                rows={items}
                rowKey={(row) => row.id}
                columns={[
                  {
                    key: 'what',
                    title: say('what'),
                    phone: 'title',
                    cell: (row) => (
                      <span className={styles.conflictHead}>
                        <Tag tone={row.reason.endsWith('by-hand') ? 'water' : 'plain'}>
                          {say(`merge.${row.reason}`)}
                        </Tag>
                        <Moves row={row} />
                      </span>
                    ),
                  },
                  {
                    key: 'who',
                    title: say('who'),
                    phone: 'bare',
                    cell: (row) => [row.by ?? say('byEvidence'), row.why].filter(Boolean).join(' · '),
                  },
                  { key: 'when', title: say('when'), number: true, cell: (row) => <Instant at={row.at} /> },
                  {
                    key: 'undo',
                    title: '',
                    number: true,
                    cell: (row) =>
                      row.undoable ? (
                        <Button
                          size="small"
                          icon={<Icon name="undo" size={14} />}
                          onClick={() => setUndoing(row)}
                        >
                          {say('undo')}
                        </Button>
                      ) : null,
                  },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
      <ReasonDialog
        open={undoing !== null}
        title={say('undoTitle')}
        lead={say('undoLead')}
        label={say('reason')}
        hint={say('reasonHint')}
        missing={say('reasonNeeded')}
        okText={say('undo')}
        busy={undo.isPending}
        error={undo.error}
        onConfirm={(reason) => undo.mutate(reason)}
        onCancel={() => setUndoing(null)}
      />
    </Panel>
  );
}

/** From which customers to which. */
function Moves({ row }: { row: MergeRecord }) {
  const say = useWords(identityWords);
  const pairs = [...new Map(row.moves.map((move) => [`${move.from}-${move.to}`, move])).values()].slice(0, 3);
  return (
    <span>
      {pairs.map((move) => (
        <span key={`${move.from}-${move.to}`}>
          <Link to={`/customers/${move.from}`}>{say('side', { id: move.from })}</Link> →{' '}
          <Link to={`/customers/${move.to}`}>{say('side', { id: move.to })}</Link>{' '}
        </span>
      ))}
      <span className={styles.soft}>{say('mergeMoves', { count: row.moved })}</span>
    </span>
  );
}

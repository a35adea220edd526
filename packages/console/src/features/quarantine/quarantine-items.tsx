import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QuarantineBulk, QuarantineItem, QuarantineState } from '@yutang/contracts/quarantine';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useReason } from '../../words/use-reason.ts';
import { useWords } from '../../words/use-words.ts';
import { useEventName } from '../dictionary/event-name.tsx';
import { useSourceName } from '../sources/source-name.ts';
import { ItemDrawer } from './item-drawer.tsx';
import styles from './quarantine.module.css';
import { bulk, dismissItem, quarantineItems, reopenItem } from './quarantine-api.ts';
import { quarantineWords } from './quarantine-words.ts';

interface QuarantineItemsProps {
  state: QuarantineState;
  filter: NonNullable<QuarantineBulk['filter']>;
  /** Open items the filter finds, for the bulk button. */
  total: number;
}

/** Items of one state and reason: pick some or all, replay, dismiss, take back. */
export function QuarantineItems({ state, filter, total }: QuarantineItemsProps) {
  const say = useWords(quarantineWords);
  const why = useReason();
  const sayDesign = useWords(designWords);
  const formats = useFormats();
  const eventName = useEventName();
  const sourceName = useSourceName();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const [opened, setOpened] = useState<QuarantineItem | null>(null);
  const list = usePaged<QuarantineItem>(['quarantine', 'items', state, filter], (cursor) =>
    quarantineItems({ state, ...filter, limit: 50, ...(cursor ? { cursor } : {}) }),
  );
  const refresh = () => void queryClient.invalidateQueries({ queryKey: ['quarantine'] });
  const fail = (error: unknown) => message.error(problemText(error, sayDesign));
  const acting = useMutation({
    mutationFn: ({ action, body }: { action: 'replay' | 'dismiss'; body: QuarantineBulk }) =>
      bulk(action, body),
    onSuccess: (result) => {
      setPicked(new Set());
      message.info(
        [
          say('bulkDone', { done: result.done, failed: result.failed.length }),
          result.more ? say('bulkMore') : '',
        ]
          .filter(Boolean)
          .join(' · '),
      );
      refresh();
      void queryClient.invalidateQueries({ queryKey: ['pond'] });
    },
    onError: fail,
  });
  const reopening = useMutation({ mutationFn: reopenItem, onSuccess: refresh, onError: fail });
  const dismissing = useMutation({
    mutationFn: dismissItem,
    onSuccess: ({ id }) => {
      refresh();
      const key = `dismissed-${id}`;
      message.open({
        key,
        type: 'success',
        duration: 6,
        content: (
          <>
            {say('dismissed')}{' '}
            <Button
              type="link"
              size="small"
              onClick={() => {
                message.destroy(key);
                reopening.mutate(id);
              }}
            >
              {say('undo')}
            </Button>
          </>
        ),
      });
    },
    onError: fail,
  });
  const toggle = (id: number) =>
    setPicked((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  const open = state === 'open';
  const narrowed = Object.keys(filter).length > 0;
  return (
    <Panel flush>
      {open ? (
        <div className={styles.bar}>
          <Checkbox
            checked={picked.size > 0 && picked.size === list.data?.items.length}
            indeterminate={picked.size > 0 && picked.size < (list.data?.items.length ?? 0)}
            onChange={(event) =>
              setPicked(new Set(event.target.checked ? list.data?.items.map((item) => item.id) : []))
            }
          >
            {say('selectAll')}
          </Checkbox>
          <Row>
            {picked.size > 0 ? (
              <>
                <Button
                  type="primary"
                  size="small"
                  loading={acting.isPending}
                  onClick={() => acting.mutate({ action: 'replay', body: { ids: [...picked] } })}
                >
                  {say('replayPicked', { count: picked.size })}
                </Button>
                <Button
                  size="small"
                  onClick={() => acting.mutate({ action: 'dismiss', body: { ids: [...picked] } })}
                >
                  {say('dismissPicked', { count: picked.size })}
                </Button>
              </>
            ) : narrowed ? (
              <Button
                size="small"
                loading={acting.isPending}
                onClick={() => acting.mutate({ action: 'replay', body: { filter } })}
              >
                {say('replayAll', { count: total })}
              </Button>
            ) : null}
          </Row>
        </div>
      ) : null}
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noneTitle')} />
          ) : (
            <>
              <DataTable
                caption={say('title')}
                rows={items}
                rowKey={(item) => item.id}
                onOpen={setOpened}
                isActive={(item) => item.id === opened?.id}
                columns={[
                  {
                    key: 'event',
                    title: say('event'),
                    phone: 'title',
                    cell: (item) => (
                      <span className={styles.event}>
                        {open ? (
                          <Checkbox
                            aria-label={say('select', { id: item.id })}
                            checked={picked.has(item.id)}
                            onChange={() => toggle(item.id)}
                          />
                        ) : null}
                        <strong>{item.name ? eventName(item.name) : say('noName')}</strong>
                      </span>
                    ),
                  },
                  {
                    key: 'problem',
                    title: say('problem'),
                    phone: 'bare',
                    cell: (item) => (
                      <ul className={styles.problems}>
                        {item.problems.slice(0, 2).map((problem) => (
                          <li key={`${problem.field}-${problem.code}`}>
                            <code>{problem.field}</code> {why(problem.reason)}
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                  {
                    key: 'source',
                    title: say('source'),
                    phone: 'bare',
                    cell: (item) => (item.sourceId === null ? null : sourceName(item.sourceId)),
                  },
                  {
                    key: 'received',
                    title: say('received'),
                    number: true,
                    phone: 'bare',
                    cell: (item) => <Instant at={item.receivedAt} as="ago" />,
                  },
                  {
                    key: 'act',
                    title: '',
                    number: true,
                    cell: (item) =>
                      item.state === 'open' ? (
                        <Row className={styles.end ?? ''}>
                          <Button size="small" onClick={() => setOpened(item)}>
                            {say('edit')}
                          </Button>
                          <Button size="small" type="text" onClick={() => dismissing.mutate(item.id)}>
                            {say('dismiss')}
                          </Button>
                        </Row>
                      ) : item.state === 'dismissed' ? (
                        <Button size="small" onClick={() => reopening.mutate(item.id)}>
                          {say('reopen')}
                        </Button>
                      ) : (
                        <span className={styles.soft}>
                          {say('closedBy', {
                            by: item.closedBy ?? '',
                            at: item.closedAt === null ? '' : formats.dateTime(item.closedAt),
                          })}
                        </span>
                      ),
                  },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
      <ItemDrawer item={opened} onClose={() => setOpened(null)} onChanged={refresh} />
    </Panel>
  );
}

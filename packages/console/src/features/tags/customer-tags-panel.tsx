import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CustomerTagsChange, TagEntry } from '@yutang/contracts/tags';
import { App, Button, DatePicker, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { zonedMidnight } from '../../design/zoned-midnight.ts';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { TagSelect } from './tag-select.tsx';
import styles from './tags.module.css';
import { customerTags, tagCustomer } from './tags-api.ts';
import { tagsWords } from './tags-words.ts';

/** A person's tags: what holds, adding and removing, and every change with who, when and why. */
export function CustomerTagsPanel({ customer }: { customer: number }) {
  const say = useWords(tagsWords);
  const sayDesign = useWords(designWords);
  const formats = useFormats();
  const session = useSession();
  const { message } = App.useApp();
  const [adding, setAdding] = useState(false);
  const asked = useQuery({ queryKey: ['customer', customer, 'tags'], queryFn: () => customerTags(customer) });
  const change = useTagging(customer);
  const may = session.can('customers.write');
  const remove = (id: number) =>
    change.mutate(
      { remove: [id] },
      { onError: (error) => void message.error(problemText(error, sayDesign)) },
    );
  return (
    <Panel
      title={say('title')}
      aside={
        may ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {say('change')}
          </Button>
        ) : null
      }
    >
      <Answer of={asked} small>
        {({ now, history }) => (
          <>
            {now.length === 0 ? <Empty small title={say('none')} /> : null}
            <div className={styles.chips}>
              {now.map((tag) => (
                <Tag key={tag.id} dot={tag.colour ?? undefined} title={tag.group || say('ungrouped')}>
                  <span className={styles.chip}>
                    {tag.name}
                    {tag.until === null ? null : ` · ${say('until', { date: formats.date(tag.until) })}`}
                    {may ? (
                      <button
                        type="button"
                        className={styles.close}
                        aria-label={say('remove', { name: tag.name })}
                        disabled={change.isPending}
                        onClick={() => remove(tag.id)}
                      >
                        ×
                      </button>
                    ) : null}
                  </span>
                </Tag>
              ))}
            </div>
            {history.length > 0 ? (
              <details className={styles.details}>
                <summary>{say('history', { count: history.length })}</summary>
                <ul className={styles.history}>
                  {history.map((entry) => (
                    <Entry key={`${entry.home}-${entry.seq}`} entry={entry} />
                  ))}
                </ul>
              </details>
            ) : null}
          </>
        )}
      </Answer>
      {adding ? <TaggingDialog customer={customer} onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function Entry({ entry }: { entry: TagEntry }) {
  const say = useWords(tagsWords);
  return (
    <li>
      {say(entry.added ? 'add' : 'take')} <strong>{entry.name}</strong> ·{' '}
      {[say(`reason.${entry.reason}`), entry.by, entry.note].filter(Boolean).join(' · ')}
      <small>
        {entry.group || say('ungrouped')} · <Instant at={entry.at} />
      </small>
    </li>
  );
}

function useTagging(customer: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CustomerTagsChange) => tagCustomer(customer, body),
    onSuccess: (answer) => {
      queryClient.setQueryData(['customer', customer, 'tags'], answer);
      for (const key of ['customers', 'tags']) void queryClient.invalidateQueries({ queryKey: [key] });
      void queryClient.invalidateQueries({ queryKey: ['customer', customer, 'timeline'] });
    },
  });
}

function TaggingDialog({ customer, onClose }: { customer: number; onClose: () => void }) {
  const say = useWords(tagsWords);
  const sayDesign = useWords(designWords);
  const change = useTagging(customer);
  const [add, setAdd] = useState<number[]>([]);
  const session = useSession();
  const [ends, setEnds] = useState<Dayjs | null>(null);
  const [note, setNote] = useState('');
  const save = () =>
    change.mutate(
      {
        add,
        // to the end of that day where the workspace is
        ...(ends && {
          until: zonedMidnight(ends.add(1, 'day').format('YYYY-MM-DD'), session.workspace.zone) - 1,
        }),
        ...(note.trim() && { note: note.trim() }),
      },
      { onSuccess: onClose },
    );
  return (
    <Modal
      open
      title={say('change')}
      okText={say('save')}
      cancelText={sayDesign('cancel')}
      okButtonProps={{ disabled: add.length === 0, loading: change.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <div className={styles.form}>
        {change.error ? <Notice error={change.error} /> : null}
        <div className={styles.field}>
          <span>{say('add')}</span>
          <TagSelect bare label={say('pick')} value={add} onChange={setAdd} />
        </div>
        <div className={styles.field}>
          <span>{say('untilField')}</span>
          <DatePicker aria-label={say('untilField')} value={ends} onChange={setEnds} />
        </div>
        <div className={styles.field}>
          <span>{say('note')}</span>
          <Input
            aria-label={say('note')}
            value={note}
            maxLength={500}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
      </div>
    </Modal>
  );
}

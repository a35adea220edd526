import { useMutation } from '@tanstack/react-query';
import type { QuarantineItem } from '@yutang/contracts/quarantine';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Side } from '../../design/drawer.tsx';
import { JsonView } from '../../design/json-view.tsx';
import { Notice } from '../../design/notice.tsx';
import { Row, Stack } from '../../design/page.tsx';
import { useReason } from '../../words/use-reason.ts';
import { useWords } from '../../words/use-words.ts';
import { useEventName } from '../dictionary/event-name.tsx';
import styles from './quarantine.module.css';
import { correctItem, replayItem } from './quarantine-api.ts';
import { quarantineWords } from './quarantine-words.ts';

interface ItemDrawerProps {
  item: QuarantineItem | null;
  onClose: () => void;
  onChanged: () => void;
}

/** One refused item: what is wrong, the JSON to correct, replay. */
export function ItemDrawer({ item, onClose, onChanged }: ItemDrawerProps) {
  const say = useWords(quarantineWords);
  const eventName = useEventName();
  return (
    <Side
      open={item !== null}
      title={item?.name ? eventName(item.name) : say('item')}
      onClose={onClose}
      width={640}
    >
      {item ? <Editor key={item.id} received={item} onClose={onClose} onChanged={onChanged} /> : null}
    </Side>
  );
}

interface EditorProps {
  received: QuarantineItem;
  onClose: () => void;
  onChanged: () => void;
}

function Editor({ received, onClose, onChanged }: EditorProps) {
  const say = useWords(quarantineWords);
  const why = useReason();
  const { message } = App.useApp();
  const [item, setItem] = useState(received);
  const [text, setText] = useState(() => JSON.stringify(received.item, null, 2));
  const [fault, setFault] = useState<string | null>(null);
  const changed = text !== JSON.stringify(item.item, null, 2);

  const read = (): Record<string, unknown> | null => {
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        setFault(null);
        return value as Record<string, unknown>;
      }
      setFault(say('notObject'));
    } catch (error) {
      setFault(say('invalidJson', { reason: error instanceof Error ? error.message : '' }));
    }
    return null;
  };
  const saving = useMutation({
    mutationFn: async ({ value, replay }: { value: Record<string, unknown>; replay: boolean }) => {
      const corrected = changed ? await correctItem(item.id, value) : item;
      return replay && corrected.problems.length === 0 ? replayItem(item.id) : corrected;
    },
    onSuccess: (next) => {
      setItem(next);
      setText(JSON.stringify(next.item, null, 2));
      onChanged();
      if (next.state !== 'replayed') return;
      message.success(say('replayed'));
      onClose();
    },
  });
  const save = (replay: boolean) => {
    const value = read();
    if (value) saving.mutate({ value, replay });
  };
  const open = item.state === 'open';
  return (
    <div className={styles.editor}>
      <Stack>
        {item.problems.length > 0 ? (
          item.problems.map((problem) => (
            <Notice key={`${problem.field}-${problem.code}`} tone="warn">
              <code>{problem.field}</code> {why(problem.reason)}
            </Notice>
          ))
        ) : open ? (
          <Notice tone="good">{say('clean')}</Notice>
        ) : null}
        {saving.error ? <Notice error={saving.error} /> : null}
        {open ? (
          <>
            <p className={styles.soft}>{say('itemLead')}</p>
            <Input.TextArea
              aria-label={say('item')}
              className={styles.json ?? ''}
              value={text}
              spellCheck={false}
              autoSize={{ minRows: 12, maxRows: 28 }}
              status={fault ? 'error' : ''}
              onChange={(event) => setText(event.target.value)}
            />
            {fault ? <Notice tone="bad">{fault}</Notice> : null}
            <Row>
              <Button type="primary" loading={saving.isPending} onClick={() => save(true)}>
                {say(changed ? 'saveReplay' : 'replay')}
              </Button>
              <Button disabled={!changed || saving.isPending} onClick={() => save(false)}>
                {say('save')}
              </Button>
            </Row>
          </>
        ) : (
          <JsonView value={item.item} label={say('item')} />
        )}
        {item.original === null ? null : (
          <section>
            <h3 className={styles.sub}>{say('original')}</h3>
            <JsonView value={item.original} label={say('original')} />
          </section>
        )}
      </Stack>
    </div>
  );
}

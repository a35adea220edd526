import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreatedSource } from '@yutang/contracts/sources';
import { Button, Form } from 'antd';
import { useNavigate } from 'react-router';
import { Secret } from '../../design/copy.tsx';
import { Side } from '../../design/drawer.tsx';
import { Notice } from '../../design/notice.tsx';
import { Stack } from '../../design/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { SnippetTabs } from './snippet-tabs.tsx';
import { type SourceFields, SourceForm, staleSetting } from './source-form.tsx';
import { makeSource } from './sources-api.ts';
import styles from './sources-page.module.css';
import { sourcesWords } from './sources-words.ts';

interface NewSourceProps {
  open: boolean;
  onClose: () => void;
}

/** Makes a source, then shows its key this once with the snippets. */
export function NewSourceDrawer({ open, onClose }: NewSourceProps) {
  const say = useWords(sourcesWords);
  const queryClient = useQueryClient();
  const [form] = Form.useForm<SourceFields>();
  const making = useMutation({
    mutationFn: ({ name, kind, channel, staleAfterMs }: SourceFields) =>
      makeSource({
        name: name.trim(),
        kind,
        ...(channel ? { channel } : {}),
        ...staleSetting(staleAfterMs),
      }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['sources'] }),
  });
  const close = () => {
    onClose();
    making.reset();
  };
  return (
    <Side
      open={open}
      title={making.data?.source.name ?? say('add')}
      onClose={close}
      width={640}
      footer={
        making.data ? null : (
          <Button type="primary" block size="large" loading={making.isPending} onClick={() => form.submit()}>
            {say('create')}
          </Button>
        )
      }
    >
      {making.data ? (
        <IssuedKey created={making.data} />
      ) : (
        <>
          {making.error ? <Notice error={making.error} /> : null}
          <SourceForm form={form} onFinish={(fields) => making.mutate(fields)} />
        </>
      )}
    </Side>
  );
}

/** A key just made: kept now or never (a secret one), and how to use it. */
export function IssuedKey({ created }: { created: CreatedSource }) {
  const say = useWords(sourcesWords);
  const navigate = useNavigate();
  return (
    <div className={styles.issued}>
      <Stack>
        {created.source.writeKey === null ? <Notice tone="warn">{say('keyOnce')}</Notice> : null}
        <Secret value={created.writeKey} />
        <SnippetTabs source={created.source} secret={created.writeKey} />
        <Button onClick={() => void navigate(`/live?source=${created.source.id}`)}>{say('openLive')}</Button>
      </Stack>
    </div>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { VerificationFile } from '@yutang/contracts/address';
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { designWords } from '../../design/design-words.ts';
import { Instant } from '../../design/instant.tsx';
import { Notice, problemText } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import styles from './address.module.css';
import {
  keepVerification,
  removeVerification,
  verificationBytes,
  verificationList,
  verificationName,
} from './address-api.ts';
import { addressWords } from './address-words.ts';
import { PasteDialog } from './paste-dialog.tsx';

/** Files platforms read at the root: uploaded or pasted, opened, removed with a way back. */
export function VerificationPanel() {
  const say = useWords(addressWords);
  const sayDesign = useWords(designWords);
  const session = useSession();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const asked = useQuery({ queryKey: ['verification-files'], queryFn: verificationList });
  const changed = () => void queryClient.invalidateQueries({ queryKey: ['verification-files'] });
  const keeping = useMutation({
    mutationFn: ({ file, content }: { file: string; content: string }) => keepVerification(file, content),
    onSuccess: ({ file }) => {
      setFault(null);
      setPasting(false);
      message.success(say('kept', { file }));
      changed();
    },
  });
  const removing = useMutation({
    mutationFn: ({ file }: VerificationFile) => removeVerification(file),
    onSuccess: (_, { file, content }) => {
      changed();
      const key = `removed-${file}`;
      message.success({
        key,
        duration: 8,
        content: (
          <>
            {say('removed', { file })}{' '}
            <Button
              type="link"
              size="small"
              onClick={() => {
                message.destroy(key);
                keeping.mutate({ file, content });
              }}
            >
              {say('undo')}
            </Button>
          </>
        ),
      });
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const upload = async (file: File | undefined) => {
    if (!file) return;
    keeping.reset();
    setFault(null);
    if (file.size > verificationBytes) return setFault(say('tooLarge'));
    if (!verificationName.test(file.name)) return setFault(say('nameRule'));
    keeping.mutate({ file: file.name, content: await file.text() });
  };
  const may = session.can('settings.write');
  return (
    <Panel
      title={say('files')}
      note={say('filesNote')}
      aside={
        may ? (
          <Row>
            <Button size="small" loading={keeping.isPending} onClick={() => input.current?.click()}>
              {say('upload')}
            </Button>
            <Button size="small" onClick={() => setPasting(true)}>
              {say('paste')}
            </Button>
          </Row>
        ) : null
      }
    >
      {fault ? <Notice tone="bad">{fault}</Notice> : null}
      {keeping.error && !pasting ? <Notice error={keeping.error} /> : null}
      <input
        ref={input}
        type="file"
        hidden
        accept=".txt,.html,text/plain,text/html"
        onChange={(event) => {
          void upload(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <Answer of={asked} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={say('empty')} text={say('emptyText')} small />
          ) : (
            <ul className={styles.files}>
              {items.map((item) => (
                <li key={item.file}>
                  <div>
                    <a href={`/${item.file}`} target="_blank" rel="noreferrer">
                      /{item.file}
                    </a>
                    <p className={styles.soft}>
                      {say('by', { who: item.createdBy })} <Instant at={item.createdAt} as="ago" />
                    </p>
                  </div>
                  {may ? (
                    <Button size="small" danger onClick={() => removing.mutate(item)}>
                      {say('remove')}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      <PasteDialog
        open={pasting}
        busy={keeping.isPending}
        error={keeping.error}
        onSave={(file, content) => keeping.mutate({ file, content })}
        onClose={() => {
          setPasting(false);
          keeping.reset();
        }}
      />
    </Panel>
  );
}

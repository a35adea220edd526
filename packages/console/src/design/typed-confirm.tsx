import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/use-words.ts';
import { designWords } from './design-words.ts';
import { Notice } from './notice.tsx';

export interface TypedConfirmProps {
  open: boolean;
  title: string;
  lead: ReactNode;
  /** What has to be typed. */
  word: string;
  okText: string;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onCancel: () => void;
  children?: ReactNode;
}

/** For what cannot be undone: the button works only after the word has been typed. */
export function TypedConfirm(props: TypedConfirmProps) {
  const say = useWords(designWords);
  const [typed, setTyped] = useState('');
  return (
    <Modal
      open={props.open}
      title={props.title}
      okText={props.okText}
      cancelText={say('cancel')}
      okButtonProps={{ danger: true, disabled: typed.trim() !== props.word, loading: props.busy }}
      onOk={props.onConfirm}
      onCancel={props.onCancel}
      afterClose={() => setTyped('')}
    >
      <p style={{ color: 'var(--ink-soft)', marginBottom: 16 }}>{props.lead}</p>
      {props.error ? <Notice error={props.error} /> : null}
      {props.children}
      <label htmlFor="typed-confirm" style={{ display: 'block', marginBottom: 6 }}>
        {say('typeToConfirm', { text: props.word })}
      </label>
      <Input id="typed-confirm" value={typed} onChange={(event) => setTyped(event.target.value)} autoFocus />
    </Modal>
  );
}

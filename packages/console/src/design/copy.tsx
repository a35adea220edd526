import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import styles from './copy.module.css';
import { designWords } from './design-words.ts';
import { Icon } from './icon.tsx';

/** Puts text on the clipboard; falls back to selecting where the page is not served securely. */
async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** Copies `text`. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const say = useWords(designWords);
  const { message } = App.useApp();
  return (
    <Button
      size="small"
      icon={<Icon name="copy" size={14} />}
      onClick={() => void toClipboard(text).then(() => message.success(say('copied')))}
    >
      {label ?? say('copy')}
    </Button>
  );
}

/** Code to be pasted elsewhere. */
export function CodeBlock({ code, title }: { code: string; title?: ReactNode }) {
  return (
    <figure className={styles.block}>
      <figcaption>
        <span>{title}</span>
        <CopyButton text={code} />
      </figcaption>
      <pre>
        <code>{code}</code>
      </pre>
    </figure>
  );
}

/** A secret shown once, with its copy button. */
export function Secret({ value }: { value: string }) {
  return (
    <div className={styles.secret}>
      <code>{value}</code>
      <CopyButton text={value} />
    </div>
  );
}

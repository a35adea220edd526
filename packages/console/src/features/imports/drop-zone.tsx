import type { ImportFile } from '@yutang/contracts/imports';
import { useRef, useState } from 'react';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './imports.module.css';
import { uploadFile } from './imports-api.ts';
import { importsWords } from './imports-words.ts';

/** A file dropped or chosen is uploaded at once. */
export function DropZone({ onUploaded }: { onUploaded: (file: ImportFile) => void }) {
  const say = useWords(importsWords);
  const formats = useFormats();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; share: number }>();
  const [error, setError] = useState<unknown>(null);
  const send = (file: File | undefined) => {
    if (!file || sending) return;
    setError(null);
    setSending({ name: file.name, share: 0 });
    uploadFile(file, (share) => setSending({ name: file.name, share }))
      .then(onUploaded, setError)
      .finally(() => setSending(undefined));
  };
  return (
    <>
      {error ? <Notice error={error} /> : null}
      <button
        type="button"
        className={`${styles.drop} ${over ? styles.over : ''}`}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          send(event.dataTransfer.files[0]);
        }}
      >
        <Icon name="upload" size={26} />
        {sending ? (
          <>
            <strong role="status">
              {say('uploading', { name: sending.name, share: formats.percent(sending.share) })}
            </strong>
            <span className={styles.track}>
              <i style={{ width: `${100 * sending.share}%` }} />
            </span>
          </>
        ) : (
          <>
            <strong>{say('drop')}</strong>
            <span>{say('dropHint')}</span>
          </>
        )}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.gz,.xlsx,.xlsm,text/csv"
        onChange={(event) => {
          send(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}

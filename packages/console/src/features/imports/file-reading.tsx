import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FileReading, ImportFile } from '@yutang/contracts/imports';
import { Form, InputNumber, Select } from 'antd';
import { Notice } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './imports.module.css';
import { readFileAgain } from './imports-api.ts';
import { importsWords } from './imports-words.ts';

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
const delimiters = [',', ';', '\t', '|'] as const;

/** How the file's text becomes rows: found out by itself, and shown so that it can be corrected. */
export function FileReadingOptions({ file }: { file: ImportFile }) {
  const say = useWords(importsWords);
  const queryClient = useQueryClient();
  const reading = useMutation({
    mutationFn: (change: Change) => readFileAgain(file.id, changed(file, change)),
    onSuccess: (read) =>
      queryClient.setQueryData<{ items: ImportFile[] }>(['imports', 'files'], (before) => ({
        items: (before?.items ?? []).map((one) => (one.id === read.id ? read : one)),
      })),
  });
  const common = { disabled: reading.isPending, loading: reading.isPending };
  return (
    <>
      {reading.error ? <Notice error={reading.error} /> : null}
      <Form layout="vertical" className={styles.options ?? ''}>
        {file.format === 'xlsx' ? (
          <Form.Item label={say('sheet')}>
            <Select
              {...common}
              aria-label={say('sheet')}
              value={file.sheet}
              // another sheet has a header of its own
              onChange={(sheet) => reading.mutate({ sheet, headerLine: null })}
              options={file.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
            />
          </Form.Item>
        ) : (
          <Form.Item label={say('encoding')} extra={say('encodingHint')}>
            <Select
              {...common}
              aria-label={say('encoding')}
              value={file.encoding}
              onChange={(encoding) => reading.mutate({ encoding, delimiter: undefined, headerLine: null })}
              options={encodings.map((value) => ({ value, label: say(`encoding.${value}`) }))}
            />
          </Form.Item>
        )}
        {file.format === 'csv' ? (
          <Form.Item label={say('delimiter')}>
            <Select
              {...common}
              aria-label={say('delimiter')}
              value={file.delimiter}
              onChange={(delimiter) => reading.mutate({ delimiter: delimiter as ',', headerLine: null })}
              options={delimiters.map((value) => ({ value, label: value === '\t' ? say('tab') : value }))}
            />
          </Form.Item>
        ) : null}
        {file.format === 'jsonl' ? null : (
          <Form.Item label={say('headerLine')} extra={say('headerLineHint')}>
            <InputNumber
              key={file.headerLine}
              aria-label={say('headerLine')}
              min={1}
              max={1000}
              precision={0}
              disabled={reading.isPending}
              defaultValue={file.headerLine}
              onBlur={(event) => {
                const headerLine = Number(event.target.value);
                if (headerLine >= 1 && headerLine !== file.headerLine) reading.mutate({ headerLine });
              }}
              onPressEnter={(event) => event.currentTarget.blur()}
            />
          </Form.Item>
        )}
      </Form>
    </>
  );
}

/** What is stated otherwise; null: found out again. */
type Change = { [Key in keyof FileReading]: FileReading[Key] | null };

function changed(file: ImportFile, change: Change): FileReading {
  const stated = Object.entries({ ...statedOf(file), ...change });
  return Object.fromEntries(stated.filter(([, value]) => value !== null)) as FileReading;
}

/** As it is read now, for changing one thing of it. */
function statedOf({ format, encoding, delimiter, sheet, headerLine }: ImportFile): FileReading {
  if (format === 'jsonl') return { encoding };
  if (format === 'xlsx') return { headerLine, ...(sheet === null ? {} : { sheet }) };
  return { encoding, headerLine, ...(delimiter === null ? {} : { delimiter: delimiter as ',' }) };
}

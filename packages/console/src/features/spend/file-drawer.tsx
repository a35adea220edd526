import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SpendFileRequest, SpendPreview } from '@yutang/contracts/spend';
import { App, Button } from 'antd';
import { useRef } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Notice } from '../../design/notice.tsx';
import { Row, Stack } from '../../design/page.tsx';
import { Tag } from '../../design/tag.tsx';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { readText } from './read-text.ts';
import { previewFile, takeFile } from './spend-api.ts';
import { spendWords } from './spend-words.ts';

/** A file is looked at first: what its columns mean, what it adds up to, which lines cannot be read. */
export function FileDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const say = useWords(spendWords);
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const looking = useMutation({
    mutationFn: async (file: File) => {
      const request: SpendFileRequest = { name: file.name, text: await readText(file) };
      return { request, preview: await previewFile(request) };
    },
  });
  const close = () => {
    looking.reset();
    taking.reset();
    onClose();
  };
  const taking = useMutation({
    mutationFn: (request: SpendFileRequest) => takeFile({ ...request, skipBad: true }),
    onSuccess: (file) => {
      message.success(say('taken', { count: file.lines }));
      for (const key of ['spend', 'plays']) void queryClient.invalidateQueries({ queryKey: [key] });
      close();
    },
  });
  const found = looking.data;
  return (
    <Side
      open={open}
      width={640}
      title={say('upload')}
      onClose={close}
      footer={
        found && found.preview.lines > 0 ? (
          <Button
            type="primary"
            size="large"
            block
            loading={taking.isPending}
            onClick={() => taking.mutate(found.request)}
          >
            {say('take')}
          </Button>
        ) : null
      }
    >
      <Stack>
        {looking.error || taking.error ? <Notice error={looking.error ?? taking.error} /> : null}
        <Row>
          <Button
            icon={<Icon name="upload" size={16} />}
            loading={looking.isPending}
            onClick={() => input.current?.click()}
          >
            {say(found ? 'another' : 'drop')}
          </Button>
          {found ? <span>{found.request.name}</span> : null}
        </Row>
        {found ? <Preview preview={found.preview} /> : <p>{say('dropHint')}</p>}
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            taking.reset();
            if (file) looking.mutate(file);
          }}
        />
      </Stack>
    </Side>
  );
}

function Preview({ preview }: { preview: SpendPreview }) {
  const say = useWords(spendWords);
  const formats = useFormats();
  const word = (key: string) => (hasPhrase(spendWords, key) ? say(key) : key);
  return (
    <>
      <Notice tone={preview.lines > 0 ? 'good' : 'bad'}>
        {say('fileSays', { count: preview.lines, sum: formats.money(preview.amountMinor) })}
        {preview.firstDay ? ` · ${preview.firstDay} – ${preview.lastDay}` : ''}
      </Notice>
      {preview.known.lines > 0 ? (
        <Notice tone="warn">
          {say('known', {
            count: preview.known.lines,
            sum: formats.money(preview.known.amountMinor),
            files:
              preview.known.files.length > 0
                ? say('knownFiles', { names: preview.known.files.join('、') })
                : '',
          })}
        </Notice>
      ) : null}
      <Row>
        {preview.columns.map((column, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a heading may stand twice
          <Tag key={index} tone={column.field ? 'water' : 'plain'}>
            {column.title} → {column.field ? word(`field.${column.field}`) : say('ignored')}
          </Tag>
        ))}
      </Row>
      {preview.bad > 0 ? (
        <>
          <Notice tone="warn">{say('badLines', { count: preview.bad })}</Notice>
          <DataTable
            dense
            caption={say('badLines', { count: preview.bad })}
            rows={preview.errors}
            rowKey={(error) => error.line}
            columns={[
              { key: 'line', title: say('line'), cell: (error) => error.line },
              { key: 'column', title: say('column'), cell: (error) => word(`field.${error.field}`) },
              { key: 'value', title: say('value'), phone: 'hide', cell: (error) => error.value || '—' },
              { key: 'why', title: say('why'), cell: (error) => word(`why.${error.reason}`) },
            ]}
          />
        </>
      ) : null}
      {preview.sample.length > 0 ? (
        <DataTable
          dense
          caption={say('tab.lines')}
          rows={preview.sample.slice(0, 10)}
          rowKey={(line) => JSON.stringify(line)}
          columns={[
            { key: 'day', title: say('day'), noWrap: true, cell: (line) => line.day },
            { key: 'channel', title: say('channel'), cell: (line) => line.channel },
            { key: 'kind', title: say('kind'), phone: 'hide', cell: (line) => say(`kind.${line.kind}`) },
            { key: 'play', title: say('play'), phone: 'hide', cell: (line) => line.play ?? '—' },
            {
              key: 'amount',
              title: say('amount'),
              number: true,
              cell: (line) => formats.money(line.amountMinor),
            },
          ]}
        />
      ) : null}
    </>
  );
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ImportFile, ImportSpec } from '@yutang/contracts/imports';
import { App, Button } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Notice, problemText } from '../../design/notice.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { ColumnMappingTable } from './column-mapping.tsx';
import { DateQuestion } from './date-question.tsx';
import { FileReadingOptions } from './file-reading.tsx';
import { ImportOptions } from './import-options.tsx';
import { ImportPreview } from './import-preview.tsx';
import { importFields, importFiles, previewImport, startImport } from './imports-api.ts';
import { importsWords } from './imports-words.ts';
import { isComplete, missingFields } from './mapping.ts';

/** One uploaded file: match its columns, see what would happen, start. */
export function ImportFilePage() {
  const say = useWords(importsWords);
  const sayDesign = useWords(designWords);
  const { id = '' } = useParams();
  const files = useQuery({ queryKey: ['imports', 'files'], queryFn: importFiles });
  return (
    <Answer of={files}>
      {({ items }) => {
        const file = items.find((one) => one.id === Number(id));
        return file ? (
          <FileImport key={readingOf(file)} file={file} />
        ) : (
          <Empty title={sayDesign('notFoundTitle')} action={<Link to="/imports">{say('back')}</Link>} />
        );
      }}
    </Answer>
  );
}

/** Another reading is another file to match. */
const readingOf = ({ id, encoding, delimiter, sheet, headerLine }: ImportFile) =>
  [id, encoding, delimiter, sheet, headerLine].join(' ');

function FileImport({ file }: { file: ImportFile }) {
  const say = useWords(importsWords);
  const sayDesign = useWords(designWords);
  const formats = useFormats();
  const { i18n } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const [spec, setSpec] = useState<ImportSpec>(file.guess);
  const settled = useDeferredValue(spec);
  const fields = useQuery({
    queryKey: ['imports', 'fields', spec.kind],
    queryFn: () => importFields(spec.kind),
  });
  const preview = useQuery({
    queryKey: ['imports', 'preview', readingOf(file), settled, i18n.language],
    queryFn: ({ signal }) => previewImport(file.id, settled, signal),
    enabled: isComplete(settled),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const starting = useMutation({
    mutationFn: () => startImport(file.id, spec),
    onSuccess: () => {
      message.success(say('started'));
      void queryClient.invalidateQueries({ queryKey: ['imports'] });
      void navigate('/imports');
    },
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const missing = missingFields(spec, fields.data?.items ?? []);
  const ready = isComplete(spec) && preview.data !== undefined && preview.data.faults.length === 0;
  return (
    <Page
      title={file.name}
      lead={
        <>
          <Link to="/imports">{say('back')}</Link> · {formats.bytes(file.bytes)} · {file.format.toUpperCase()}
        </>
      }
      actions={
        <Button
          type="primary"
          size="large"
          disabled={!ready || preview.data?.totals.accepted === 0}
          loading={starting.isPending}
          onClick={() => starting.mutate()}
        >
          {say('start')}
        </Button>
      }
    >
      <Panel title={say('stepRead')}>
        <FileReadingOptions file={file} />
      </Panel>
      <Panel>
        <ImportOptions spec={spec} onChange={setSpec} />
      </Panel>
      <Panel title={say('stepMap')} flush>
        {missing.length > 0 ? (
          <div style={{ padding: '0 20px' }}>
            <Notice tone="warn">
              {say('missing', {
                fields: formats.list(missing.map((field) => (i18n.language === 'en' ? field.en : field.zh))),
              })}
            </Notice>
          </div>
        ) : null}
        <Answer of={fields}>
          {({ items }) => <ColumnMappingTable file={file} fields={items} spec={spec} onChange={setSpec} />}
        </Answer>
      </Panel>
      <Panel
        title={say('preview')}
        note={
          preview.data
            ? preview.data.complete
              ? say('wholeFile')
              : say('previewNote', { count: preview.data.totals.read })
            : null
        }
      >
        {isComplete(spec) ? (
          <Answer of={preview}>
            {(data) => (
              <>
                {data.dateQuestion ? (
                  <DateQuestion
                    question={data.dateQuestion}
                    onAnswer={(dateOrder) => setSpec({ ...spec, dateOrder })}
                  />
                ) : null}
                <ImportPreview preview={data} />
              </>
            )}
          </Answer>
        ) : (
          <Notice tone="warn">{say('missing', { fields: say('fieldName') })}</Notice>
        )}
      </Panel>
    </Page>
  );
}

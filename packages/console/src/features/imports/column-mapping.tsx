import type { ImportField, ImportFile, ImportSpec } from '@yutang/contracts/imports';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../design/data-table.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './imports.module.css';
import { importsWords } from './imports-words.ts';
import { targetOf, withColumn } from './mapping.ts';

interface ColumnMappingProps {
  file: ImportFile;
  fields: ImportField[];
  spec: ImportSpec;
  onChange: (spec: ImportSpec) => void;
}

/** Column by column: what it means, with a few values to judge by. */
export function ColumnMappingTable({ file, fields, spec, onChange }: ColumnMappingProps) {
  const say = useWords(importsWords);
  const { i18n } = useTranslation();
  const nameOf = (field: ImportField) => (i18n.language === 'en' ? field.en : field.zh);
  const rows = file.header.map((column, index) => ({
    column,
    sample: file.sample.map((line) => line[index] ?? '').filter(Boolean),
    target: targetOf(
      spec.columns.find((one) => one.column === column),
      fields,
    ),
  }));
  return (
    <DataTable
      caption={say('stepMap')}
      rows={rows}
      rowKey={(row) => row.column}
      columns={[
        { key: 'column', title: say('column'), phone: 'title', cell: (row) => <strong>{row.column}</strong> },
        {
          key: 'means',
          title: say('means'),
          cell: (row) => (
            <span className={styles.target}>
              <Select
                aria-label={`${row.column}: ${say('means')}`}
                showSearch={{ optionFilterProp: 'label' }}
                value={row.target?.field ?? ''}
                onChange={(field) =>
                  onChange(withColumn(spec, row.column, field ? { field, name: '' } : null))
                }
                options={[
                  { value: '', label: say('leaveOut') },
                  ...fields.map((field) => ({
                    value: field.field,
                    label: field.required ? `${nameOf(field)} · ${say('required')}` : nameOf(field),
                  })),
                ]}
              />
              {row.target?.field.endsWith(':') ? (
                <Input
                  aria-label={`${row.column}: ${say('fieldName')}`}
                  placeholder={say(row.target.field === 'identity:shop:' ? 'shopName' : 'fieldName')}
                  status={row.target.name ? '' : 'warning'}
                  value={row.target.name}
                  onChange={(event) =>
                    onChange(
                      withColumn(spec, row.column, {
                        field: row.target?.field ?? '',
                        name: event.target.value.trim(),
                      }),
                    )
                  }
                />
              ) : null}
            </span>
          ),
        },
        {
          key: 'sample',
          title: say('sample'),
          cell: (row) => <span className={styles.sample}>{row.sample.slice(0, 3).join(' · ')}</span>,
        },
      ]}
    />
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { CancellationRule, ImportSpec } from '@yutang/contracts/imports';
import { Form, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { AddressBookOptions } from './address-book.tsx';
import styles from './imports.module.css';
import { importFields, importPresets } from './imports-api.ts';
import { importsWords } from './imports-words.ts';
import { withKind } from './mapping.ts';

const kinds = ['customers', 'events', 'orders'] as const;
const orders = ['ymd', 'dmy', 'mdy'] as const;
const rules = ['none', 'negative', 'prefix', 'status'] as const;

interface ImportOptionsProps {
  spec: ImportSpec;
  onChange: (spec: ImportSpec) => void;
}

/** What the file is, where it comes from, how its times and refunds read. */
export function ImportOptions({ spec, onChange }: ImportOptionsProps) {
  const say = useWords(importsWords);
  const { i18n } = useTranslation();
  const { workspace } = useSession();
  const presets = useQuery({ queryKey: ['imports', 'presets'], queryFn: importPresets, staleTime: 600_000 });
  const queryClient = useQueryClient();
  const changeKind = async (kind: ImportSpec['kind']) => {
    const queryKey = ['imports', 'fields', kind];
    const fields = await queryClient.fetchQuery({ queryKey, queryFn: () => importFields(kind) });
    onChange(withKind(spec, kind, fields.items));
  };
  const rule = spec.cancellation;
  const setRule = (by: string) => onChange(withRule(spec, ruleOf(by)));
  return (
    <Form layout="vertical" className={styles.options ?? ''}>
      <Form.Item label={say('what')} className={styles.wide ?? ''}>
        <Segmented
          value={spec.kind}
          onChange={(kind) => void changeKind(kind)}
          options={kinds.map((kind) => ({ value: kind, label: say(`kind.${kind}`) }))}
        />
      </Form.Item>
      {spec.kind === 'customers' ? <AddressBookOptions spec={spec} onChange={onChange} /> : null}
      <Form.Item label={say('source')} extra={say('sourceHint')}>
        <Input
          aria-label={say('source')}
          value={spec.source}
          maxLength={60}
          onChange={(event) => onChange({ ...spec, source: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={say('dateOrder')}>
        <Select
          aria-label={say('dateOrder')}
          value={spec.dateOrder ?? 'ymd'}
          onChange={(dateOrder) => onChange({ ...spec, dateOrder })}
          options={orders.map((value) => ({ value, label: say(`date.${value}`) }))}
        />
      </Form.Item>
      <Form.Item label={say('zone')}>
        <Select
          showSearch
          aria-label={say('zone')}
          value={spec.zone ?? ''}
          onChange={(zone) => {
            const { zone: _before, ...rest } = spec;
            onChange(zone ? { ...rest, zone } : rest);
          }}
          options={[
            { value: '', label: say('workspaceZone', { zone: workspace.zone }) },
            ...Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value })),
          ]}
        />
      </Form.Item>
      {(presets.data?.items.length ?? 0) > 0 ? (
        <Form.Item label={say('preset')}>
          <Select
            allowClear
            aria-label={say('preset')}
            value={spec.preset ?? null}
            onChange={(name) => {
              const preset = presets.data?.items.find((one) => one.name === name);
              const { preset: _before, ...rest } = spec;
              onChange(preset ? { ...preset.spec, preset: preset.name } : rest);
            }}
            options={presets.data?.items.map((one) => ({
              value: one.name,
              label: i18n.language === 'en' ? one.en : one.zh,
            }))}
          />
        </Form.Item>
      ) : null}
      {spec.kind === 'orders' ? (
        <Form.Item label={say('cancellation')}>
          <Select
            aria-label={say('cancellation')}
            value={rule?.by ?? 'none'}
            onChange={setRule}
            options={rules.map((value) => ({ value, label: say(`cancel.${value}`) }))}
          />
          {rule?.by === 'prefix' ? (
            <Input
              aria-label={say('cancel.prefix')}
              value={rule.prefix}
              maxLength={16}
              onChange={(event) =>
                onChange({ ...spec, cancellation: { by: 'prefix', prefix: event.target.value } })
              }
            />
          ) : null}
          {rule?.by === 'status' ? (
            <Input
              aria-label={say('cancel.status')}
              placeholder={say('statusHint')}
              defaultValue={rule.values.join(', ')}
              onBlur={(event) =>
                onChange({
                  ...spec,
                  cancellation: {
                    by: 'status',
                    values: event.target.value
                      .split(/[,,]/)
                      .map((value) => value.trim())
                      .filter(Boolean),
                  },
                })
              }
            />
          ) : null}
        </Form.Item>
      ) : null}
    </Form>
  );
}

function ruleOf(by: string): CancellationRule | undefined {
  if (by === 'negative') return { by };
  if (by === 'prefix') return { by, prefix: 'C' };
  if (by === 'status') return { by, values: ['refunded'] };
  return undefined;
}

function withRule(spec: ImportSpec, cancellation: CancellationRule | undefined): ImportSpec {
  const { cancellation: _before, ...rest } = spec;
  return cancellation ? { ...rest, cancellation } : rest;
}

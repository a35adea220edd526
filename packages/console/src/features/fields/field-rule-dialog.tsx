import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FieldRule, FieldRuleDraft, FieldRulePreview, OwnedSource } from '@yutang/contracts/field-rules';
import { App, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { IconButton } from '../../design/icon-button.tsx';
import { Notice } from '../../design/notice.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { PersonLink } from '../customers/person.tsx';
import { useOrganisation } from '../organisation/organisation-api.ts';
import { fieldText } from './field-value.ts';
import styles from './fields.module.css';
import { previewRule, writeRule } from './fields-api.ts';
import { fieldsWords } from './fields-words.ts';

const policies = ['latest', 'priority', 'earliest', 'verified'] as const;

interface Props {
  rule: FieldRule;
  sources: readonly OwnedSource[];
  onClose: () => void;
}

/** Chooses a field's rule: whom it changes is counted before it is saved. */
export function FieldRuleDialog({ rule, sources, onClose }: Props) {
  const say = useWords(fieldsWords);
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [policy, setPolicy] = useState(rule.policy);
  const [places, setPlaces] = useState(rule.places);
  const ready = policy !== 'priority' || places.length > 0;
  const draft: FieldRuleDraft = { policy, places: policy === 'priority' ? places : [] };
  const preview = useQuery({
    queryKey: ['field-rules', rule.key, 'preview', draft],
    queryFn: () => previewRule(rule.key, draft),
    enabled: ready,
  });
  const saving = useMutation({
    mutationFn: () => writeRule(rule.key, draft),
    onSuccess: () => {
      message.success(say('saved'));
      for (const key of ['field-rules', 'customers', 'customer'])
        void queryClient.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  const count = preview.data?.people ?? 0;
  return (
    <Modal
      open
      title={`${rule.key} · ${say('rule')}`}
      okText={count > 0 ? say('saveFor', { count }) : say('save')}
      cancelText={sayDesign('cancel')}
      okButtonProps={{ disabled: !ready || !preview.data, loading: saving.isPending }}
      onOk={() => saving.mutate()}
      onCancel={onClose}
    >
      <div className={styles.form}>
        {saving.error ? <Notice error={saving.error} /> : null}
        <Radio.Group
          className={styles.policies ?? ''}
          aria-label={say('rule')}
          value={policy}
          onChange={(event) => setPolicy(event.target.value as FieldRule['policy'])}
        >
          {policies.map((each) => (
            <Radio key={each} value={each}>
              {say(`policy.${each}`)}
              <small>{say(`about.${each}`)}</small>
            </Radio>
          ))}
        </Radio.Group>
        {policy === 'priority' ? (
          <Places places={places} sources={sources} spoke={rule.sources} onChange={setPlaces} />
        ) : null}
        {ready ? (
          <Answer of={preview} small>
            {(answer) => <Preview answer={answer} />}
          </Answer>
        ) : (
          <Notice>{say('orderNeeded')}</Notice>
        )}
      </div>
    </Modal>
  );
}

function Places(props: {
  places: readonly string[];
  sources: readonly OwnedSource[];
  /** Sources that spoke of the field. */
  spoke: readonly number[];
  onChange: (places: string[]) => void;
}) {
  const { places, sources, spoke, onChange } = props;
  const say = useWords(fieldsWords);
  const units = useOrganisation().data?.units ?? [];
  const names = new Map<string, string>([
    ...units.map(({ id, name }) => [`unit:${id}`, `${name} · ${say('department')}`] as const),
    ['source:0', say('byHand')],
    ...sources.map(({ id, name }) => [`source:${id}`, name] as const),
  ]);
  const offered = [
    ...units.filter(({ closedAt }) => closedAt === null).map(({ id }) => `unit:${id}`),
    'source:0',
    ...sources.filter(({ id }) => spoke.includes(id)).map(({ id }) => `source:${id}`),
  ].filter((place) => !places.includes(place));
  const up = (index: number) => {
    const next = [...places];
    next.splice(index - 1, 0, ...next.splice(index, 1));
    onChange(next);
  };
  return (
    <div className={styles.form}>
      {places.length > 0 ? (
        <ol className={styles.order} aria-label={say('order')}>
          {places.map((place, index) => (
            <li key={place}>
              <div>
                <span>{names.get(place) ?? place}</span>
                {index > 0 ? <IconButton icon="up" label={say('up')} onClick={() => up(index)} /> : null}
                <IconButton
                  icon="close"
                  label={say('drop')}
                  onClick={() => onChange(places.filter((other) => other !== place))}
                />
              </div>
            </li>
          ))}
        </ol>
      ) : null}
      <Select
        aria-label={say('addPlace')}
        placeholder={say('addPlace')}
        value={null}
        showSearch={{ optionFilterProp: 'label' }}
        options={offered.map((value) => ({ value, label: names.get(value) ?? value }))}
        onChange={(place: string | null) => place && onChange([...places, place])}
      />
      <p className={styles.hint}>{say('orderHint')}</p>
    </div>
  );
}

function Preview({ answer }: { answer: FieldRulePreview }) {
  const say = useWords(fieldsWords);
  if (answer.people === 0) return <Notice>{say('noChange')}</Notice>;
  return (
    <>
      <Notice tone="warn">{say('willChange', { count: answer.people })}</Notice>
      <DataTable
        dense
        caption={say('willChange', { count: answer.people })}
        rows={answer.sample}
        rowKey={({ customer }) => customer}
        columns={[
          {
            key: 'person',
            title: say('person'),
            cell: ({ customer, name }) => <PersonLink person={{ id: customer, name, kind: 'customer' }} />,
          },
          { key: 'before', title: say('before'), cell: ({ before }) => fieldText(before) ?? say('removed') },
          { key: 'after', title: say('after'), cell: ({ after }) => fieldText(after) ?? say('removed') },
        ]}
      />
    </>
  );
}

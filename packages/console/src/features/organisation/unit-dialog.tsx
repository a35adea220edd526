import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Unit, UnitKind } from '@yutang/contracts/organisation';
import { App, Button, Form, Input, Select } from 'antd';
import { Instant } from '../../design/instant.tsx';
import { Notice } from '../../design/notice.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { UnitSelect } from './choices.tsx';
import { changeUnit, makeUnit, unitMoves, useOrganisation, useStaff } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';

const kinds: readonly UnitKind[] = ['region', 'outlet', 'department'];

interface Fields {
  kind: UnitKind;
  name: string;
  ref?: string;
  parentId?: number;
  headId?: number;
}

/** Makes a unit, or changes one; its past stands below. */
export function UnitDialog({ unit, onClose }: { unit: Unit | null; onClose: () => void }) {
  const say = useWords(organisationWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form) ?? unit?.kind ?? 'outlet';
  const staff = useStaff().data?.items ?? [];
  const opening = useMutation({
    mutationFn: () => changeUnit(unit?.id ?? 0, { open: true }),
    onSuccess: () => {
      message.success(say('saved'));
      void queryClient.invalidateQueries({ queryKey: ['organisation'] });
      onClose();
    },
  });
  return (
    <SaveDialog<Fields>
      title={unit ? unit.name : say('newUnit')}
      form={form}
      initial={{
        kind: unit?.kind ?? 'outlet',
        name: unit?.name ?? '',
        ...(unit?.parentId != null && { parentId: unit.parentId }),
        ...(unit?.headId != null && { headId: unit.headId }),
      }}
      save={({ kind: chosen, name, ref, parentId, headId }) =>
        unit
          ? changeUnit(unit.id, { name, parentId: parentId ?? null, headId: headId ?? null })
          : makeUnit({
              kind: chosen,
              name,
              ...(chosen === 'outlet' && ref ? { ref } : {}),
              parentId: parentId ?? null,
              headId: headId ?? null,
            })
      }
      touches={[['organisation']]}
      onClose={onClose}
      before={
        unit?.closedAt ? (
          <Notice
            tone="warn"
            action={
              <Button size="small" onClick={() => opening.mutate()}>
                {say('reopen')}
              </Button>
            }
          >
            {say('closed')}
          </Notice>
        ) : null
      }
      after={unit ? <Moves unit={unit.id} /> : null}
    >
      {unit ? null : (
        <Form.Item name="kind" label={say('kind')}>
          <Select options={kinds.map((value) => ({ value, label: say(`kind.${value}`) }))} />
        </Form.Item>
      )}
      <Form.Item
        name="name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: say('name') }]}
      >
        <Input maxLength={80} autoFocus />
      </Form.Item>
      {kind === 'outlet' && !unit ? (
        <Form.Item name="ref" label={say('ref')} extra={say('refHint')}>
          <Input maxLength={100} />
        </Form.Item>
      ) : null}
      <Form.Item name="parentId" label={say('parent')}>
        <UnitSelect except={({ id }) => id === unit?.id} />
      </Form.Item>
      <Form.Item name="headId" label={say('leader')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={staff.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </SaveDialog>
  );
}

function Moves({ unit }: { unit: number }) {
  const say = useWords(organisationWords);
  const { data } = useQuery({ queryKey: ['organisation', 'moves', unit], queryFn: () => unitMoves(unit) });
  const units = useOrganisation().data?.units ?? [];
  const nameOf = (id: number | null) => units.find((each) => each.id === id)?.name ?? say('workspace');
  return (
    <details>
      <summary style={{ cursor: 'pointer', color: 'var(--ink-soft)' }}>{say('history')}</summary>
      {data?.items.length ? (
        <ul style={{ paddingInlineStart: 18, margin: '8px 0 0' }}>
          {data.items.map((move) => (
            <li key={`${move.at} ${move.subject} ${move.subjectId}`}>
              {say('moved', {
                name: move.name ?? String(move.subjectId),
                from: nameOf(move.from),
                to: nameOf(move.to),
                by: move.by,
              })}{' '}
              <Instant at={move.at} as="ago" />
            </li>
          ))}
        </ul>
      ) : (
        <p style={{ color: 'var(--ink-faint)' }}>{say('noHistory')}</p>
      )}
    </details>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FieldRule, FieldRuleList, OwnedSource } from '@yutang/contracts/field-rules';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { Side } from '../../design/drawer.tsx';
import { useFormats } from '../../design/formats.ts';
import { Notice, problemText } from '../../design/notice.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { CountButton } from '../channels/count-button.tsx';
import { UnitSelect } from '../organisation/choices.tsx';
import { FieldConflicts } from './field-conflicts.tsx';
import { FieldRuleDialog } from './field-rule-dialog.tsx';
import { fieldRules, setDepartment } from './fields-api.ts';
import { fieldsWords } from './fields-words.ts';

/** Every field that sources speak of: its rule, whom they disagree on, and whose systems the sources are. */
export function FieldsPage() {
  const say = useWords(fieldsWords);
  const asked = useQuery({
    queryKey: ['field-rules'],
    queryFn: fieldRules,
    refetchInterval: ({ state }) => (state.data?.applying ? 2000 : false),
  });
  return (
    <Page title={say('title')} lead={say('lead')}>
      <Answer of={asked}>
        {(list) =>
          list.items.length === 0 ? (
            <Empty title={say('emptyTitle')} text={say('emptyText')} />
          ) : (
            <>
              {list.applying ? <Notice>{say('applying')}</Notice> : null}
              <Fields list={list} />
              <Owners list={list} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function Fields({ list }: { list: FieldRuleList }) {
  const say = useWords(fieldsWords);
  const formats = useFormats();
  const session = useSession();
  const [edited, setEdited] = useState<FieldRule | null>(null);
  const [params, setParams] = useSearchParams();
  const opened = params.get('conflicts');
  const nameOf = useNames(list.sources);
  const may = session.can('dictionary.write');
  return (
    <Panel flush>
      <DataTable
        caption={say('title')}
        rows={list.items}
        rowKey={({ key }) => key}
        columns={[
          { key: 'field', title: say('field'), phone: 'title', cell: ({ key }) => key },
          {
            key: 'rule',
            title: say('rule'),
            cell: ({ policy }) => (
              <Tag tone={policy === 'latest' ? 'plain' : 'water'} title={say(`about.${policy}`)}>
                {say(`policy.${policy}`)}
              </Tag>
            ),
          },
          {
            key: 'people',
            title: say('people'),
            number: true,
            cell: ({ people }) => formats.number(people),
          },
          {
            key: 'conflicting',
            title: say('conflicting'),
            number: true,
            cell: ({ key, conflicting }) => (
              <CountButton value={conflicting} onOpen={() => setParams({ conflicts: key })} />
            ),
          },
          {
            key: 'sources',
            title: say('sources'),
            cell: ({ sources }) =>
              sources.map(nameOf).slice(0, 4).join(' · ') + (sources.length > 4 ? ' …' : ''),
          },
          {
            key: 'act',
            title: '',
            number: true,
            cell: (rule) =>
              may ? (
                <Button size="small" onClick={() => setEdited(rule)}>
                  {say('change')}
                </Button>
              ) : null,
          },
        ]}
      />
      {edited ? (
        <FieldRuleDialog rule={edited} sources={list.sources} onClose={() => setEdited(null)} />
      ) : null}
      <Side open={opened !== null} title={opened} onClose={() => setParams({})}>
        {opened ? <FieldConflicts field={opened} nameOf={nameOf} /> : null}
      </Side>
    </Panel>
  );
}

function useNames(sources: readonly OwnedSource[]): (id: number) => string {
  const say = useWords(fieldsWords);
  return (id) => (id === 0 ? say('byHand') : (sources.find((one) => one.id === id)?.name ?? `#${id}`));
}

function Owners({ list }: { list: FieldRuleList }) {
  const say = useWords(fieldsWords);
  const sayDesign = useWords(designWords);
  const session = useSession();
  const queryClient = useQueryClient();
  const { message } = App.useApp();
  const spoke = new Set(list.items.flatMap(({ sources }) => sources));
  const rows = list.sources.filter(({ id }) => spoke.has(id));
  const may = session.can('sources.write') && session.can('organisation.read');
  const set = (source: OwnedSource, unitId: number | undefined) =>
    void setDepartment(source.id, unitId ?? null).then(
      () => {
        message.success(say('saved'));
        for (const key of ['field-rules', 'customer'])
          void queryClient.invalidateQueries({ queryKey: [key] });
      },
      (error: unknown) => void message.error(problemText(error, sayDesign)),
    );
  if (rows.length === 0) return null;
  return (
    <Panel flush title={say('owners')} note={say('ownersNote')}>
      <DataTable
        caption={say('owners')}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: 'source', title: say('sources'), phone: 'title', cell: ({ name }) => name },
          {
            key: 'department',
            title: say('department'),
            cell: (source) =>
              may ? (
                <UnitSelect
                  label={`${source.name}: ${say('department')}`}
                  placeholder={say('nobody')}
                  value={source.unitId ?? undefined}
                  onChange={(unitId) => set(source, unitId)}
                />
              ) : (
                (source.unitName ?? say('nobody'))
              ),
          },
        ]}
      />
    </Panel>
  );
}

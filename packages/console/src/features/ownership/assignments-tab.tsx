import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AssignmentRuleDraft, GiveTo, OutletBy } from '@yutang/contracts/ownership';
import { App, Button, Select, Switch } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel, Row, Stack } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { outletBys, useUndo } from './assign-dialog.tsx';
import { assignments, makeRule, removeRule, rules, switchRule } from './ownership-api.ts';
import { ownershipWords } from './ownership-words.ts';

/** Rules for new people, and what was assigned in bulk, each with its undo. */
export function AssignmentsTab() {
  return (
    <Stack>
      <Rules />
      <Made />
    </Stack>
  );
}

function Rules() {
  const say = useWords(ownershipWords);
  const sayDesign = useWords(designWords);
  const session = useSession();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<AssignmentRuleDraft>({ outletBy: 'assigned', give: 'in_turn' });
  const asked = useQuery({ queryKey: ['assignment-rules'], queryFn: rules });
  const changing = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['assignment-rules'] }),
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  const mayWrite = session.can('organisation.write');
  return (
    <Panel title={say('rules')} note={say('rulesNote')} flush>
      <Answer of={asked} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noRules')} />
          ) : (
            <DataTable
              caption={say('rules')}
              rows={items}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'rule',
                  title: say('rule'),
                  phone: 'title',
                  cell: ({ outletBy, give }) => `${say(`by.${outletBy}`)} → ${say(`give.${give}`)}`,
                },
                { key: 'by', title: say('by'), cell: ({ createdBy }) => createdBy },
                {
                  key: 'on',
                  title: say('on'),
                  cell: ({ id, active }) => (
                    <Switch
                      size="small"
                      aria-label={say('on')}
                      checked={active}
                      disabled={!mayWrite}
                      onChange={(next) => changing.mutate(() => switchRule(id, next))}
                    />
                  ),
                },
                {
                  key: 'act',
                  title: '',
                  number: true,
                  cell: ({ id }) =>
                    mayWrite ? (
                      <Button
                        size="small"
                        type="text"
                        danger
                        onClick={() => changing.mutate(() => removeRule(id))}
                      >
                        {say('remove')}
                      </Button>
                    ) : null,
                },
              ]}
            />
          )
        }
      </Answer>
      {mayWrite ? (
        <div style={{ padding: '12px 20px' }}>
          <Row>
            <Select<OutletBy>
              aria-label={say('outletBy')}
              value={draft.outletBy}
              onChange={(outletBy) => setDraft({ ...draft, outletBy })}
              options={outletBys.map((value) => ({ value, label: say(`by.${value}`) }))}
              popupMatchSelectWidth={false}
            />
            <Select<GiveTo>
              aria-label={say('give')}
              value={draft.give}
              onChange={(give) => setDraft({ ...draft, give })}
              options={(['in_turn', 'head'] as const).map((value) => ({
                value,
                label: say(`give.${value}`),
              }))}
              popupMatchSelectWidth={false}
            />
            <Button onClick={() => changing.mutate(() => makeRule(draft))}>{say('newRule')}</Button>
          </Row>
        </div>
      ) : null}
    </Panel>
  );
}

function Made() {
  const say = useWords(ownershipWords);
  const formats = useFormats();
  const session = useSession();
  const { modal } = App.useApp();
  const undo = useUndo();
  const list = usePaged(['assignments', 'list'], assignments);
  return (
    <Panel title={say('made')} note={say('madeNote')} flush>
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noneMade')} />
          ) : (
            <>
              <DataTable
                caption={say('made')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'when',
                    title: say('when'),
                    phone: 'title',
                    cell: ({ madeAt }) => <Instant at={madeAt} />,
                  },
                  { key: 'what', title: say('what'), phone: 'bare', cell: ({ kind }) => say(`kind.${kind}`) },
                  {
                    key: 'people',
                    title: say('people'),
                    number: true,
                    cell: ({ people }) => formats.number(people),
                  },
                  { key: 'by', title: say('by'), phone: 'bare', cell: ({ madeBy }) => madeBy },
                  {
                    key: 'act',
                    title: '',
                    number: true,
                    cell: ({ id, undoneAt }) =>
                      undoneAt ? (
                        <Tag>{say('undone')}</Tag>
                      ) : session.can('customers.assign') && session.unitId === null ? (
                        <Button
                          size="small"
                          onClick={() =>
                            void modal.confirm({
                              title: say('undoAsk'),
                              okText: say('undo'),
                              onOk: () => undo.mutateAsync(id).catch(() => {}),
                            })
                          }
                        >
                          {say('undo')}
                        </Button>
                      ) : null,
                  },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Touchpoint } from '@yutang/contracts/ownership';
import { App, Button, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Notice } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Pill, Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { UnitSelect } from './choices.tsx';
import { removeDuty, touchpoints, useOrganisation, useStaff, writeDuty } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';

/** Channels with the unit that answers for each; those nobody answers for are marked. */
export function TouchpointsTab() {
  const say = useWords(organisationWords);
  const formats = useFormats();
  const session = useSession();
  const [unit, setUnit] = useState<number>();
  const [none, setNone] = useState(false);
  const [edited, setEdited] = useState<Touchpoint | null>(null);
  const query = none ? { none: true } : unit === undefined ? {} : { unit };
  const asked = useQuery({
    queryKey: ['organisation', 'touchpoints', query],
    queryFn: () => touchpoints(query),
  });
  const units = useOrganisation().data?.units ?? [];
  const staff = useStaff().data?.items ?? [];
  return (
    <Panel flush title={say('tab.touchpoints')}>
      <div style={{ padding: '12px 20px' }}>
        <Row>
          <UnitSelect value={unit} onChange={setUnit} placeholder={say('anyUnit')} />
          <Pill on={none} onClick={() => setNone(!none)}>
            {say('onlyNobody')}
          </Pill>
        </Row>
      </div>
      <Answer of={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noTouchpoints')} />
          ) : (
            <>
              <Unowned items={items} />
              <DataTable
                caption={say('tab.touchpoints')}
                rows={items}
                rowKey={({ channel }) => channel}
                columns={[
                  { key: 'channel', title: say('channel'), phone: 'title', cell: (one) => one.title },
                  {
                    key: 'events',
                    title: say('events'),
                    number: true,
                    cell: (one) => formats.number(one.events),
                  },
                  {
                    key: 'unit',
                    title: say('answers'),
                    cell: ({ duty }) =>
                      duty ? (
                        units.find(({ id }) => id === duty.unitId)?.name
                      ) : (
                        <Tag tone="warn">{say('nobody')}</Tag>
                      ),
                  },
                  {
                    key: 'person',
                    title: say('person'),
                    cell: ({ duty }) => staff.find(({ id }) => id === duty?.staffId)?.name ?? null,
                  },
                  {
                    key: 'standard',
                    title: say('standard'),
                    cell: ({ duty }) =>
                      duty
                        ? [
                            duty.standard,
                            duty.replyMinutes ? say('within', { count: duty.replyMinutes }) : '',
                          ]
                            .filter(Boolean)
                            .join(' · ')
                        : null,
                  },
                  {
                    key: 'act',
                    title: '',
                    number: true,
                    cell: (one) =>
                      session.can('organisation.write') ? (
                        <Button size="small" onClick={() => setEdited(one)}>
                          {say('setDuty')}
                        </Button>
                      ) : null,
                  },
                ]}
              />
            </>
          )
        }
      </Answer>
      {edited ? <DutyDialog touchpoint={edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
  );
}

/** How many touchpoints nobody answers for, where there are some. */
function Unowned({ items }: { items: readonly Touchpoint[] }) {
  const say = useWords(organisationWords);
  const count = items.filter(({ duty }) => duty === null).length;
  if (count === 0) return null;
  return (
    <div style={{ padding: '0 20px 12px' }}>
      <Notice tone="warn">{say('noOwnerYet', { count })}</Notice>
    </div>
  );
}

interface Fields {
  unitId: number;
  staffId?: number;
  standard: string;
  replyMinutes?: number;
}

/** Says who answers for a touchpoint, in person, and what is promised there. */
export function DutyDialog({ touchpoint, onClose }: { touchpoint: Touchpoint; onClose: () => void }) {
  const say = useWords(organisationWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const staff = useStaff().data?.items ?? [];
  const { channel, title, duty } = touchpoint;
  const removing = useMutation({
    mutationFn: () => removeDuty(channel),
    onSuccess: () => {
      message.success(say('saved'));
      void queryClient.invalidateQueries({ queryKey: ['organisation', 'touchpoints'] });
      onClose();
    },
  });
  return (
    <SaveDialog<Fields>
      title={title}
      initial={{
        standard: duty?.standard ?? '',
        ...(duty && { unitId: duty.unitId }),
        ...(duty?.staffId != null && { staffId: duty.staffId }),
        ...(duty?.replyMinutes != null && { replyMinutes: duty.replyMinutes }),
      }}
      save={(fields) =>
        writeDuty(channel, {
          ...fields,
          staffId: fields.staffId ?? null,
          replyMinutes: fields.replyMinutes ?? null,
        })
      }
      touches={[['organisation', 'touchpoints']]}
      onClose={onClose}
      before={removing.error ? <Notice error={removing.error} /> : null}
      after={
        duty ? (
          <Button type="link" danger loading={removing.isPending} onClick={() => removing.mutate()}>
            {say('removeDuty')}
          </Button>
        ) : null
      }
    >
      <Form.Item name="unitId" label={say('answers')} rules={[{ required: true, message: say('answers') }]}>
        <UnitSelect placeholder={say('answers')} />
      </Form.Item>
      <Form.Item name="staffId" label={say('person')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={staff.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="standard" label={say('standard')}>
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item name="replyMinutes" label={say('minutes')}>
        <InputNumber min={1} max={100_000} style={{ width: '100%' }} />
      </Form.Item>
    </SaveDialog>
  );
}

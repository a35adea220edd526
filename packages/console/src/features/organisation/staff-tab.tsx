import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StaffMember } from '@yutang/contracts/organisation';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { designWords } from '../../design/design-words.ts';
import { Instant } from '../../design/instant.tsx';
import { LoadMore } from '../../design/load-more.tsx';
import { problemText } from '../../design/notice.tsx';
import { Panel, Row } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { Pill, Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { UnitSelect } from './choices.tsx';
import { changeStaff, staffPage, useOrganisation } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';
import { StaffDialog } from './staff-dialog.tsx';

/** Staff by name, with unit and account. */
export function StaffTab() {
  const say = useWords(organisationWords);
  const sayDesign = useWords(designWords);
  const session = useSession();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [q, setQ] = useState('');
  const [unit, setUnit] = useState<number>();
  const [left, setLeft] = useState(false);
  const [edited, setEdited] = useState<StaffMember | null>(null);
  const units = useOrganisation().data?.units ?? [];
  const query = {
    ...(q.trim() && { q: q.trim() }),
    ...(unit !== undefined && { unit }),
    ...(left && { left }),
  };
  const list = usePaged(['organisation', 'staff', query], (cursor) =>
    staffPage({ ...query, limit: 50, ...(cursor ? { cursor } : {}) }),
  );
  const leaving = useMutation({
    mutationFn: ({ id, gone }: { id: number; gone: boolean }) => changeStaff(id, { left: gone }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['organisation'] }),
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
  return (
    <Panel flush title={say('tab.staff')}>
      <div style={{ padding: '12px 20px' }}>
        <Row>
          <Input
            style={{ width: 220, maxWidth: '100%' }}
            aria-label={say('search')}
            placeholder={say('search')}
            allowClear
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
          <UnitSelect value={unit} onChange={setUnit} placeholder={say('anyUnit')} />
          <Pill on={left} onClick={() => setLeft(!left)}>
            {say('left')}
          </Pill>
        </Row>
      </div>
      <Answer of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noStaffTitle')} text={say('noStaffText')} />
          ) : (
            <>
              <DataTable
                caption={say('tab.staff')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'name',
                    title: say('name'),
                    phone: 'title',
                    cell: (one) => (
                      <>
                        <Link to={`/staff/${one.id}`}>{one.name}</Link>{' '}
                        {one.title ? <Tag>{one.title}</Tag> : null}
                      </>
                    ),
                  },
                  { key: 'ref', title: say('ref'), phone: 'bare', cell: (one) => one.ref },
                  {
                    key: 'unit',
                    title: say('unit'),
                    phone: 'bare',
                    cell: (one) => units.find(({ id }) => id === one.unitId)?.name ?? null,
                  },
                  { key: 'takes', title: say('takes'), cell: (one) => (one.takesCustomers ? '✓' : '—') },
                  { key: 'account', title: say('account'), cell: (one) => one.login ?? say('noAccount') },
                  {
                    key: 'seen',
                    title: say('lastSeen'),
                    number: true,
                    cell: (one) => <Instant at={one.lastSeenAt} as="ago" />,
                  },
                  {
                    key: 'act',
                    title: '',
                    number: true,
                    cell: (one) =>
                      session.can('organisation.write') ? (
                        <Row>
                          <Button size="small" onClick={() => setEdited(one)}>
                            {say('edit')}
                          </Button>
                          <Button
                            size="small"
                            type="text"
                            onClick={() => leaving.mutate({ id: one.id, gone: one.leftAt === null })}
                          >
                            {say(one.leftAt === null ? 'leave' : 'comeBack')}
                          </Button>
                        </Row>
                      ) : null,
                  },
                ]}
              />
              <LoadMore of={list} />
            </>
          )
        }
      </Answer>
      {edited ? <StaffDialog member={edited} onClose={() => setEdited(null)} /> : null}
    </Panel>
  );
}

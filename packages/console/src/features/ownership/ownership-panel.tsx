import { useQuery } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { Facts } from '../../design/facts.tsx';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { Answer } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { changeCustomer } from '../customers/customers-api.ts';
import { OutletSelect, StaffSelect } from '../organisation/choices.tsx';
import { customerOwnership } from './ownership-api.ts';
import { ownershipWords } from './ownership-words.ts';

/** Who a person belongs to, why, and every change. */
export function OwnershipPanel({ customer }: { customer: number }) {
  const say = useWords(ownershipWords);
  const session = useSession();
  const [editing, setEditing] = useState(false);
  const asked = useQuery({
    queryKey: ['customer', customer, 'ownership'],
    queryFn: () => customerOwnership(customer),
  });
  const mayChange = session.can('customers.write') && !session.ownStaff;
  return (
    <Panel
      title={say('ownerIs')}
      aside={
        mayChange && asked.data ? (
          <Button size="small" onClick={() => setEditing(true)}>
            {say('change')}
          </Button>
        ) : null
      }
    >
      <Answer of={asked} small>
        {(data) => (
          <>
            <Facts
              rows={[
                [
                  say('ownerIs'),
                  data.owner
                    ? `${data.ownerName ?? data.owner}${data.ownerBy ? ` · ${say(`ownerBy.${data.ownerBy}`)}` : ''}`
                    : say('none'),
                ],
                [
                  say('outletIs'),
                  data.outlet
                    ? `${data.outletName ?? data.outlet}${data.outletBy ? ` · ${say(`outletBy.${data.outletBy}`)}` : ''}`
                    : say('none'),
                ],
              ]}
            />
            <details style={{ marginTop: 10 }}>
              <summary style={{ cursor: 'pointer', color: 'var(--ink-soft)' }}>{say('history')}</summary>
              {data.history.length === 0 ? (
                <p style={{ color: 'var(--ink-faint)' }}>{say('noHistory')}</p>
              ) : (
                <ul style={{ paddingInlineStart: 18, margin: '8px 0 0' }}>
                  {data.history.map((step) => (
                    <li key={step.seq}>
                      {step.active
                        ? say('got', {
                            kind: say(step.kind === 'owner' ? 'ownerIs' : 'outletIs'),
                            to: step.name ?? step.ref ?? '',
                          })
                        : say('lost', { kind: say(step.kind === 'owner' ? 'ownerIs' : 'outletIs') })}{' '}
                      <small style={{ color: 'var(--ink-soft)' }}>
                        <Instant at={step.at} />
                        {step.by ? ` · ${step.by}` : ''}
                        {step.assignment ? ` · ${say('batch', { id: String(step.assignment) })}` : ''}
                      </small>
                    </li>
                  ))}
                </ul>
              )}
            </details>
            {editing ? (
              <OwnerDialog
                customer={customer}
                owner={data.owner}
                outlet={data.outlet}
                onClose={() => setEditing(false)}
              />
            ) : null}
          </>
        )}
      </Answer>
    </Panel>
  );
}

interface Fields {
  owner: string | undefined;
  outlet: string | undefined;
}

function OwnerDialog({
  customer,
  owner,
  outlet,
  onClose,
}: {
  customer: number;
  owner: string | null;
  outlet: string | null;
  onClose: () => void;
}) {
  const say = useWords(ownershipWords);
  return (
    <SaveDialog<Fields>
      title={say('change')}
      initial={{ owner: owner ?? undefined, outlet: outlet ?? undefined }}
      save={async (fields) => {
        const next = { owner: fields.owner ?? null, outlet: fields.outlet ?? null };
        if (next.owner === owner && next.outlet === outlet) return;
        await changeCustomer(customer, {
          ...(next.owner !== owner && { owner: next.owner }),
          ...(next.outlet !== outlet && { outlet: next.outlet }),
        });
      }}
      touches={[['customer', customer]]}
      onClose={onClose}
    >
      <Form.Item name="owner" label={say('ownerIs')}>
        <StaffSelect />
      </Form.Item>
      <Form.Item name="outlet" label={say('outletIs')}>
        <OutletSelect />
      </Form.Item>
    </SaveDialog>
  );
}

import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Facts } from '../../design/facts.tsx';
import { useFormats } from '../../design/formats.ts';
import { Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import { addressOf, useCustomerParties } from './parties-api.ts';
import { partiesWords } from './parties-words.ts';
import { KindTag, RoleList } from './party-parts.tsx';

/** The organisations of a person with roles, and who pays for whom. */
export function CustomerPartiesPanel({ customer }: { customer: number }) {
  const say = useWords(partiesWords);
  const formats = useFormats();
  const session = useSession();
  const [adding, setAdding] = useState(false);
  const asked = useCustomerParties(customer);
  const sum = (side: { orders: number; netMinor: number }, note: string) =>
    side.orders === 0
      ? null
      : `${say('receivedCount', { count: side.orders, net: formats.money(side.netMinor) })} · ${note}`;
  return (
    <Panel
      title={say('panel')}
      aside={
        session.can('customers.write') ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {say('connect')}
          </Button>
        ) : null
      }
    >
      <Answer of={asked} small>
        {({ organisations, paidForOthers, paidByOthers }) =>
          organisations.length + paidForOthers.orders + paidByOthers.orders === 0 ? (
            <Empty small title={say('panelNone')} />
          ) : (
            <Facts
              rows={[
                ...organisations.map(
                  ({ ref, name, kind, contact, received }) =>
                    [
                      <Link key="name" to={addressOf(ref)}>
                        {name ?? ref}
                      </Link>,
                      <Row key="roles">
                        <KindTag kind={kind} />
                        <RoleList contact={contact} />
                        {received
                          ? say('receivedCount', {
                              count: received.orders,
                              net: formats.money(received.netMinor),
                            })
                          : null}
                      </Row>,
                    ] as const,
                ),
                [say('paidForOthers'), sum(paidForOthers, say('paidForOthersNote'))],
                [say('paidByOthers'), sum(paidByOthers, say('paidByOthersNote'))],
              ]}
            />
          )
        }
      </Answer>
      {adding ? (
        <ContactDialog title={say('connect')} customer={customer} onClose={() => setAdding(false)} />
      ) : null}
    </Panel>
  );
}

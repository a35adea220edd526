import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { useSourceName } from '../sources/source-name.ts';
import styles from './customer-page.module.css';
import { customerWords } from './customer-words.ts';
import { changeCustomer, customerAttributes } from './customers-api.ts';

/** Text a person can read of any attribute value. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

interface Edited {
  /** Empty: a new one. */
  key: string;
  value: string;
}

/** Attributes with who said so and when; older values one press away. */
export function AttributesPanel({ customer }: { customer: number }) {
  const say = useWords(customerWords);
  const sourceName = useSourceName();
  const session = useSession();
  const [edited, setEdited] = useState<Edited | null>(null);
  const asked = useQuery({
    queryKey: ['customer', customer, 'attributes'],
    queryFn: () => customerAttributes(customer),
  });
  const may = session.can('customers.write');
  const from = (sourceId: number | null) =>
    say('from', { source: sourceId === null ? say('system') : sourceName(sourceId) });
  return (
    <Panel
      title={say('attributes')}
      aside={
        may ? (
          <Button size="small" onClick={() => setEdited({ key: '', value: '' })}>
            {say('addAttribute')}
          </Button>
        ) : null
      }
    >
      <Answer of={asked} small>
        {({ items }) =>
          items.length === 0 ? (
            <Empty small title={say('noAttributes')} />
          ) : (
            <ul className={styles.attributes}>
              {items.map((item) => (
                <li key={item.key}>
                  <div className={styles.attribute}>
                    <span>{item.key}</span>
                    <strong>{text(item.value)}</strong>
                    {may ? (
                      <Button
                        type="link"
                        size="small"
                        onClick={() => setEdited({ key: item.key, value: text(item.value) })}
                      >
                        {say('edit')}
                      </Button>
                    ) : null}
                  </div>
                  <p className={styles.lineage}>
                    {from(item.sourceId)} · <Instant at={item.occurredAt} />
                  </p>
                  {item.others.length > 0 ? (
                    <details className={styles.others}>
                      <summary>{say('others', { count: item.others.length })}</summary>
                      <ul>
                        {item.others.map((other) => (
                          <li key={`${other.seq}-${other.home}`}>
                            {text(other.value)} <small>{from(other.sourceId)}</small>{' '}
                            <small>
                              <Instant at={other.occurredAt} />
                            </small>
                          </li>
                        ))}
                      </ul>
                    </details>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      {edited ? (
        <AttributeDialog customer={customer} edited={edited} onClose={() => setEdited(null)} />
      ) : null}
    </Panel>
  );
}

function AttributeDialog({
  customer,
  edited,
  onClose,
}: {
  customer: number;
  edited: Edited;
  onClose: () => void;
}) {
  const say = useWords(customerWords);
  return (
    <SaveDialog<Edited>
      title={say(edited.key ? 'edit' : 'addAttribute')}
      initial={edited}
      save={({ key, value }) =>
        changeCustomer(customer, { attributes: { [key]: value === '' ? null : value } })
      }
      touches={[['customer', customer]]}
      onClose={onClose}
    >
      <Form.Item
        name="key"
        label={say('attributeKey')}
        rules={[{ required: true, pattern: /^[A-Za-z_][A-Za-z0-9_.]{0,59}$/, message: say('keyRule') }]}
      >
        <Input disabled={edited.key !== ''} autoFocus={edited.key === ''} />
      </Form.Item>
      <Form.Item
        name="value"
        label={say('attributeValue')}
        extra={edited.key ? say('removeHint') : undefined}
      >
        <Input maxLength={2000} autoFocus={edited.key !== ''} />
      </Form.Item>
    </SaveDialog>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { AttributeList, AttributeValue } from '@yutang/contracts/customers';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import styles from './customer-page.module.css';
import { customerWords } from './customer-words.ts';
import { changeCustomer, customerAttributes } from './customers-api.ts';

/** Text a person can read of any attribute value. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What was said besides the words of today, which stand above. */
const olderOf = ({ words, others }: AttributeList['items'][number]) =>
  others.filter((other) => !words.some((word) => word.seq === other.seq && word.home === other.home));

interface Edited {
  /** Empty: a new one. */
  key: string;
  value: string;
}

/** Attributes with who said so and when; older values one press away. */
export function AttributesPanel({ customer }: { customer: number }) {
  const say = useWords(customerWords);
  const session = useSession();
  const [edited, setEdited] = useState<Edited | null>(null);
  const asked = useQuery({
    queryKey: ['customer', customer, 'attributes'],
    queryFn: () => customerAttributes(customer),
  });
  const may = session.can('customers.write');
  const named = ({ sourceId, source }: Pick<AttributeValue, 'sourceId' | 'source'>) =>
    sourceId === null ? say('byHand') : (source ?? `#${sourceId}`);
  const from = (word: AttributeValue) =>
    word.department
      ? say('fromDepartment', { source: named(word), department: word.department })
      : say('from', { source: named(word) });
  const because = ({ why }: AttributeList['items'][number]) =>
    say(`because.${why.code}`, {
      other: named({ sourceId: why.against || null, source: why.againstSource }),
    });
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
                    <strong>{item.value === null ? say('removed') : text(item.value)}</strong>
                    {may ? (
                      <Button
                        type="link"
                        size="small"
                        onClick={() =>
                          setEdited({ key: item.key, value: item.value === null ? '' : text(item.value) })
                        }
                      >
                        {say('edit')}
                      </Button>
                    ) : null}
                  </div>
                  <p className={styles.lineage}>
                    {from(item)} · <Instant at={item.occurredAt} />
                    {item.why.code === 'only' ? null : <> · {because(item)}</>}
                  </p>
                  {item.words.length > 1 && item.why.code !== 'agree' ? (
                    <details className={styles.others} open>
                      <summary>{say('sides', { count: item.words.length })}</summary>
                      <ul>
                        {item.words.map((word) => (
                          <li key={`${word.seq}-${word.home}`}>
                            {word.value === null ? say('removed') : text(word.value)}{' '}
                            <small>{from(word)}</small>{' '}
                            <small>
                              <Instant at={word.occurredAt} />
                            </small>
                          </li>
                        ))}
                      </ul>
                    </details>
                  ) : null}
                  {olderOf(item).length > 0 ? (
                    <details className={styles.others}>
                      <summary>{say('others', { count: olderOf(item).length })}</summary>
                      <ul>
                        {olderOf(item).map((other) => (
                          <li key={`${other.seq}-${other.home}`}>
                            {other.value === null ? say('removed') : text(other.value)}{' '}
                            <small>{from(other)}</small>{' '}
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

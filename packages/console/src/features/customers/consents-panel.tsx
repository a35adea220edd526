import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConsentDraft, ConsentEntry } from '@yutang/contracts/customers';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { SaveDialog } from '../../design/save-dialog.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import styles from './customer-page.module.css';
import { customerWords } from './customer-words.ts';
import { customerConsents, recordConsent } from './customers-api.ts';

const purposes = ['marketing', 'chat_analysis', 'contact_import'];
const ways = ['*', 'sms', 'email', 'phone', 'wecom'];

function useConsentName() {
  const say = useWords(customerWords);
  return {
    purpose: (purpose: string) => {
      const key = `purpose.${purpose}`;
      return hasPhrase(customerWords, key) ? say(key) : purpose;
    },
    via: (channel: string) => {
      const key = channel === '*' ? 'via.any' : `via.${channel}`;
      return hasPhrase(customerWords, key) ? say(key) : channel;
    },
  };
}

/** What the person agreed to, and what was taken back. */
export function ConsentsPanel({ customer }: { customer: number }) {
  const say = useWords(customerWords);
  const name = useConsentName();
  const session = useSession();
  const [draft, setDraft] = useState<Partial<ConsentDraft> | null>(null);
  const asked = useQuery({
    queryKey: ['customer', customer, 'consents'],
    queryFn: () => customerConsents(customer),
  });
  const may = session.can('customers.write');
  const line = (entry: ConsentEntry) => (
    <>
      <strong>
        {name.purpose(entry.purpose)} · {name.via(entry.channel)}
      </strong>{' '}
      <Tag tone={entry.state === 'granted' ? 'good' : 'bad'}>{say(entry.state)}</Tag>
      <p className={styles.lineage}>
        {[entry.textVersion, entry.by].filter(Boolean).join(' · ')} <Instant at={entry.at} />
      </p>
    </>
  );
  return (
    <Panel
      title={say('consents')}
      aside={
        may ? (
          <Button size="small" onClick={() => setDraft({ state: 'granted' })}>
            {say('grant')}
          </Button>
        ) : null
      }
    >
      <Answer of={asked} small>
        {({ now, history }) =>
          now.length === 0 ? (
            <Empty small title={say('noConsents')} />
          ) : (
            <>
              <ul className={styles.consents}>
                {now.map((entry) => (
                  <li key={`${entry.purpose}-${entry.channel}`}>
                    <div>{line(entry)}</div>
                    {may ? (
                      <Button
                        size="small"
                        danger={entry.state === 'granted'}
                        onClick={() =>
                          setDraft({
                            purpose: entry.purpose,
                            channel: entry.channel,
                            textVersion: entry.textVersion ?? '',
                            state: entry.state === 'granted' ? 'withdrawn' : 'granted',
                          })
                        }
                      >
                        {say(entry.state === 'granted' ? 'withdraw' : 'regrant')}
                      </Button>
                    ) : null}
                  </li>
                ))}
              </ul>
              {history.length > now.length ? (
                <details className={styles.others}>
                  <summary>{say('history', { count: history.length })}</summary>
                  <ul>
                    {history.map((entry) => (
                      <li key={entry.seq}>{line(entry)}</li>
                    ))}
                  </ul>
                </details>
              ) : null}
            </>
          )
        }
      </Answer>
      {draft ? <ConsentDialog customer={customer} draft={draft} onClose={() => setDraft(null)} /> : null}
    </Panel>
  );
}

type Fields = Omit<ConsentDraft, 'state'>;

interface ConsentDialogProps {
  customer: number;
  draft: Partial<ConsentDraft>;
  onClose: () => void;
}

function ConsentDialog({ customer, draft, onClose }: ConsentDialogProps) {
  const say = useWords(customerWords);
  const name = useConsentName();
  const queryClient = useQueryClient();
  const state = draft.state ?? 'granted';
  const fixed = draft.purpose !== undefined;
  return (
    <SaveDialog<Fields>
      title={say(state === 'granted' ? 'grant' : 'withdraw')}
      okText={say(state === 'granted' ? 'grant' : 'withdraw')}
      danger={state === 'withdrawn'}
      initial={{ purpose: 'marketing', channel: '*', textVersion: '', ...draft }}
      save={async (fields) => {
        const ledger = await recordConsent(customer, {
          purpose: fields.purpose,
          channel: fields.channel,
          textVersion: fields.textVersion.trim(),
          state,
          ...(fields.note?.trim() ? { note: fields.note.trim() } : {}),
        });
        queryClient.setQueryData(['customer', customer, 'consents'], ledger);
      }}
      touches={[['customer', customer]]}
      onClose={onClose}
    >
      <Form.Item name="purpose" label={say('purpose')}>
        <Select disabled={fixed} options={purposes.map((value) => ({ value, label: name.purpose(value) }))} />
      </Form.Item>
      <Form.Item name="channel" label={say('consentChannel')}>
        <Select disabled={fixed} options={ways.map((value) => ({ value, label: name.via(value) }))} />
      </Form.Item>
      <Form.Item
        name="textVersion"
        label={say('textVersion')}
        extra={say('textVersionHint')}
        rules={[{ required: true, whitespace: true, message: say('textVersionHint') }]}
      >
        <Input maxLength={60} placeholder="2026-11" />
      </Form.Item>
      <Form.Item name="note" label={say('note')}>
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={500} />
      </Form.Item>
    </SaveDialog>
  );
}

import type { AddressBook, ImportSpec } from '@yutang/contracts/imports';
import { Checkbox, Form, Input, Segmented } from 'antd';
import { useWords } from '../../words/use-words.ts';
import styles from './imports.module.css';
import { importsWords } from './imports-words.ts';

const media = ['email', 'sms', 'phone'] as const;
const nothingSaid: AddressBook = { authorised: false, evidence: '', consents: [] };

interface AddressBookProps {
  spec: ImportSpec;
  onChange: (spec: ImportSpec) => void;
}

/** Whose people these are: customers of one's own, or an address book, which needs their authorisation. */
export function AddressBookOptions({ spec, onChange }: AddressBookProps) {
  const say = useWords(importsWords);
  const book = spec.addressBook;
  const set = (change: Partial<AddressBook>) =>
    onChange({ ...spec, addressBook: { ...(book ?? nothingSaid), ...change } });
  return (
    <>
      <Form.Item
        label={say('whose')}
        className={styles.wide ?? ''}
        extra={book ? say('bookHint') : undefined}
      >
        <Segmented
          value={book ? 'book' : 'own'}
          onChange={(value) => {
            const { addressBook: _before, ...rest } = spec;
            onChange(value === 'book' ? { ...rest, addressBook: nothingSaid } : rest);
          }}
          options={[
            { value: 'own', label: say('whose.own') },
            { value: 'book', label: say('whose.book') },
          ]}
        />
      </Form.Item>
      {book ? (
        <>
          <Form.Item className={styles.wide ?? ''}>
            <Checkbox
              checked={book.authorised}
              onChange={(event) => set({ authorised: event.target.checked })}
            >
              {say('authorised')}
            </Checkbox>
          </Form.Item>
          <Form.Item
            label={say('evidence')}
            extra={say('evidenceHint')}
            className={styles.wide ?? ''}
            required
          >
            <Input.TextArea
              aria-label={say('evidence')}
              rows={2}
              maxLength={2000}
              value={book.evidence}
              onChange={(event) => set({ evidence: event.target.value })}
            />
          </Form.Item>
          <Form.Item label={say('consents')} extra={say('consentsHint')} className={styles.wide ?? ''}>
            <Checkbox.Group
              value={book.consents}
              onChange={(consents) => set({ consents: consents as AddressBook['consents'] })}
              options={media.map((value) => ({ value, label: say(`consent.${value}`) }))}
            />
          </Form.Item>
        </>
      ) : null}
    </>
  );
}

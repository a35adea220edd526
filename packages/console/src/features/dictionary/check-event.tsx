import { useMutation } from '@tanstack/react-query';
import type { DefinitionPut } from '@yutang/contracts/dictionary';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Notice } from '../../design/notice.tsx';
import { useReason } from '../../words/use-reason.ts';
import { useWords } from '../../words/use-words.ts';
import styles from './dictionary.module.css';
import { checkEvent } from './dictionary-api.ts';
import { dictionaryWords } from './dictionary-words.ts';

const tones = { accept: 'good', warn: 'warn', quarantine: 'bad' } as const;

/** Would an event pass the rules as they stand in the form? Nothing is stored. */
export function CheckEvent({ name, definition }: { name: string; definition: () => DefinitionPut }) {
  const say = useWords(dictionaryWords);
  const why = useReason();
  const [text, setText] = useState('{ "sku": "S1", "price": "199" }');
  const [bad, setBad] = useState(false);
  const checking = useMutation({
    mutationFn: (properties: Record<string, unknown>) => {
      const { version: _version, ...rules } = definition();
      return checkEvent({ name: name || 'Trial', properties, definition: rules });
    },
  });
  const run = () => {
    try {
      const properties: unknown = JSON.parse(text);
      if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
        throw new Error('object');
      setBad(false);
      checking.mutate(properties as Record<string, unknown>);
    } catch {
      setBad(true);
    }
  };
  return (
    <section className={styles.section}>
      <h3>{say('tryIt')}</h3>
      <p className={styles.soft}>{say('tryHint')}</p>
      <div className={styles.try}>
        <Input.TextArea
          aria-label={say('tryHint')}
          className={styles.json ?? ''}
          value={text}
          spellCheck={false}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => setText(event.target.value)}
        />
        <Button onClick={run} loading={checking.isPending}>
          {say('check')}
        </Button>
      </div>
      {bad ? <Notice tone="bad">{say('badJson')}</Notice> : null}
      {checking.error ? <Notice error={checking.error} /> : null}
      {checking.data ? (
        <Notice tone={tones[checking.data.verdict]}>
          {say(`verdict.${checking.data.verdict}`)}
          <ul>
            {checking.data.problems.map((problem) => (
              <li key={`${problem.field}-${problem.code}`}>
                <code>{problem.field}</code> {why(problem.reason)}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </section>
  );
}

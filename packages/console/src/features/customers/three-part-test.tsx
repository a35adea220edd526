import type { PondEvidence } from '@yutang/contracts/customers';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Panel } from '../../design/page.tsx';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { useNamespaceName } from '../identity/namespace-name.ts';
import styles from './customer-page.module.css';
import { customerWords } from './customer-words.ts';

const parts = ['identifiable', 'reachable', 'operable'] as const;

/** Reasons that rest on a kind of identity, not on a person or account. */
const byNamespace = new Set(['identity', 'no_consent', 'consent_withdrawn', 'sms_consent', 'email_consent']);

/** Which of the three parts hold, and on what each rests. */
export function ThreePartTest({ evidence }: { evidence: PondEvidence[] }) {
  const say = useWords(customerWords);
  const formats = useFormats();
  const nameOf = useNamespaceName();
  return (
    <Panel title={say('test')}>
      <ul className={styles.test}>
        {parts.map((part) => {
          const reasons = evidence.filter((one) => one.part === part);
          const holds = reasons.some((one) => one.holds);
          return (
            <li key={part} className={holds ? styles.holds : styles.fails}>
              <span className={styles.mark}>
                <Icon name={holds ? 'check' : 'close'} size={14} />
              </span>
              <div>
                <strong>
                  {say(`part.${part}`)}
                  <span className="visually-hidden"> {say(holds ? 'holds' : 'fails')}</span>
                </strong>
                {reasons.map((one) => {
                  const key = `why.${one.code}`;
                  const ref = one.ref && byNamespace.has(one.code) ? nameOf(one.ref) : one.ref;
                  return (
                    <p key={`${one.code}-${one.ref}-${one.since}`} className={one.holds ? '' : styles.not}>
                      {[
                        hasPhrase(customerWords, key) ? say(key) : one.code,
                        ref,
                        one.since ? say('since', { date: formats.date(one.since) }) : null,
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </p>
                  );
                })}
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

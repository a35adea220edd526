import type { IdentityItem } from '@yutang/contracts/identity';
import type { ReactNode } from 'react';
import { useFormats } from '../../design/formats.ts';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useChannelTitle } from '../channels/channels-api.ts';
import styles from './identity.module.css';
import { identityWords } from './identity-words.ts';
import { useNamespaceName } from './namespace-name.ts';

interface IdentityLineProps {
  identity: IdentityItem;
  /** Before the line: a checkbox. */
  before?: ReactNode;
  /** Marked as one that differs from the other side. */
  differs?: boolean;
  children?: ReactNode;
}

/** One identity: what kind, which value, how surely seen, when and where first. */
export function IdentityLine({ identity, before, differs = false, children }: IdentityLineProps) {
  const say = useWords(identityWords);
  const nameOf = useNamespaceName();
  const titleOf = useChannelTitle();
  const formats = useFormats();
  const facts = [
    say('seen', { first: formats.date(identity.firstSeenAt), last: formats.date(identity.lastSeenAt) }),
    identity.firstChannel ? say('firstTouch', { channel: titleOf(identity.firstChannel) }) : null,
  ].filter(Boolean);
  return (
    <div className={`${styles.identity} ${differs ? styles.differs : ''}`}>
      {before}
      <div className={styles.identityBody}>
        <div className={styles.identityHead}>
          <span className={styles.namespace}>{nameOf(identity.namespace)}</span>
          <Tag title={say(`about.${identity.class}`)}>{say(`class.${identity.class}`)}</Tag>
          {identity.verified ? (
            <Tag tone="good" title={say('aboutVerified')}>
              {say('verified')}
            </Tag>
          ) : (
            <Tag tone="warn" title={say('aboutClaimed')}>
              {say('claimed')}
            </Tag>
          )}
          {identity.shared ? <Tag tone="warn">{say('shared')}</Tag> : null}
          {identity.nonLinking ? <Tag tone="warn">{say('nonLinking')}</Tag> : null}
          {differs ? <Tag tone="bad">{say('differsHere')}</Tag> : null}
        </div>
        <code className={styles.value}>{identity.value}</code>
        <p className={styles.facts}>{facts.join(' · ')}</p>
        {children}
      </div>
    </div>
  );
}

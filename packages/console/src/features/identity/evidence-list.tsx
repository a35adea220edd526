import type { EvidenceItem, IdentityItem } from '@yutang/contracts/identity';
import { Instant } from '../../design/instant.tsx';
import { Tag, type TagTone } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './identity.module.css';
import { identityWords } from './identity-words.ts';
import { useNamespaceName } from './namespace-name.ts';

const tones: Partial<Record<EvidenceItem['outcome'], TagTone>> = {
  joined: 'good',
  together: 'good',
  exclusive: 'bad',
  oversize: 'bad',
  parted: 'warn',
  barred: 'warn',
};

/** What joined identities, or why it was refused: event by event. */
export function EvidenceList({
  evidence,
  identities,
}: {
  evidence: EvidenceItem[];
  identities: IdentityItem[];
}) {
  const say = useWords(identityWords);
  const nameOf = useNamespaceName();
  const label = (home: number) => {
    const identity = identities.find((one) => one.home === home);
    return identity ? `${nameOf(identity.namespace)} ${short(identity.value)}` : say('home', { home });
  };
  return (
    <ul className={styles.evidence}>
      {evidence.map((item) => (
        <li key={`${item.homes.join('-')}-${item.eventId}-${item.outcome}`}>
          <span className={styles.pair}>
            <span>{label(item.homes[0])}</span>
            <i aria-hidden="true" />
            <span>{label(item.homes[1])}</span>
          </span>
          <span className={styles.evidenceFacts}>
            <Tag tone={tones[item.outcome] ?? 'plain'}>{say(`outcome.${item.outcome}`)}</Tag>
            <span>{say(item.by === 'link' ? 'byLink' : 'byDecision')}</span>
            <Instant at={item.occurredAt} />
            {item.seq > 0 ? <span className="figure">#{item.seq}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

function short(value: string): string {
  return value.length > 16 ? `${value.slice(0, 7)}…${value.slice(-5)}` : value;
}

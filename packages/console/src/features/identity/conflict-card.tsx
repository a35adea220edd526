import { useMutation } from '@tanstack/react-query';
import type { ConflictItem, ResolveConflict } from '@yutang/contracts/identity';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Instant } from '../../design/instant.tsx';
import { Notice } from '../../design/notice.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { EvidenceList } from './evidence-list.tsx';
import styles from './identity.module.css';
import { resolveConflict } from './identity-api.ts';
import { IdentityLine } from './identity-line.tsx';
import { identityWords } from './identity-words.ts';
import { useNamespaceName } from './namespace-name.ts';
import { useDecided } from './use-decided.ts';

/** One conflict: both sides with their evidence side by side, and the three possible decisions. */
export function ConflictCard({ conflict }: { conflict: ConflictItem }) {
  const say = useWords(identityWords);
  const nameOf = useNamespaceName();
  const formats = useFormats();
  const decided = useDecided();
  const [reason, setReason] = useState('');
  const resolving = useMutation({
    mutationFn: (decision: ResolveConflict['decision']) =>
      resolveConflict(conflict.id, { decision, ...(reason.trim() ? { reason: reason.trim() } : {}) }),
    onSuccess: decided,
  });
  const identities = conflict.sides.flatMap((side) => side.identities);
  const twoSided = conflict.sides.length > 1;
  return (
    <article className={styles.conflict}>
      <header className={styles.conflictHead}>
        <Tag tone={conflict.severity === 'high' ? 'bad' : 'warn'}>{say(`kind.${conflict.kind}`)}</Tag>
        {conflict.state === 'open' ? null : <Tag tone="good">{say(`state.${conflict.state}`)}</Tag>}
        <span className={styles.soft}>
          {conflict.resolvedAt === null ? (
            <Instant at={conflict.openedAt} as="ago" />
          ) : (
            say('decidedBy', { by: conflict.resolvedBy ?? '', at: formats.dateTime(conflict.resolvedAt) })
          )}
        </span>
      </header>
      <p className={styles.explain}>
        {say(`explain.${conflict.kind}`, { differs: formats.list(conflict.differs.map(nameOf)) })}
      </p>
      <div className={styles.sides}>
        {conflict.sides.map((side) => (
          <section key={side.home} className={styles.side}>
            <Link to={`/customers/${side.customer}`}>{say('side', { id: side.customer })}</Link>
            {side.identities.map((identity) => (
              <IdentityLine
                key={identity.home}
                identity={identity}
                differs={conflict.differs.includes(identity.namespace)}
              />
            ))}
          </section>
        ))}
      </div>
      <h3 className={styles.subtitle}>{say('whyRefused')}</h3>
      <EvidenceList evidence={conflict.evidence} identities={identities} />
      {resolving.error ? <Notice error={resolving.error} /> : null}
      {conflict.state === 'open' ? (
        <div className={styles.actions}>
          <Input
            style={{ flex: '1 1 220px', maxWidth: 360 }}
            aria-label={say('reason')}
            placeholder={say('reasonShort')}
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
          />
          {twoSided ? (
            <>
              <Button type="primary" loading={resolving.isPending} onClick={() => resolving.mutate('same')}>
                {say('decideSame')}
              </Button>
              <Button disabled={resolving.isPending} onClick={() => resolving.mutate('different')}>
                {say('decideDifferent')}
              </Button>
            </>
          ) : null}
          <Button disabled={resolving.isPending} onClick={() => resolving.mutate('shared')}>
            {say('decideShared')}
          </Button>
        </div>
      ) : null}
    </article>
  );
}

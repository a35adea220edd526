import type { ConflictItem } from '@yutang/contracts/identity';
import { LoadMore } from '../../design/load-more.tsx';
import { Panel } from '../../design/page.tsx';
import { usePaged } from '../../design/paged.ts';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { ConflictCard } from './conflict-card.tsx';
import styles from './identity.module.css';
import { conflicts } from './identity-api.ts';
import { identityWords } from './identity-words.ts';

/** Conflicts to decide, or those decided. */
export function ConflictList({ state }: { state: 'open' | 'decided' }) {
  const say = useWords(identityWords);
  const list = usePaged<ConflictItem>(['identity', 'conflicts', state], (cursor) =>
    conflicts({ limit: 20, state, ...(cursor ? { cursor } : {}) }),
  );
  return (
    <Answer of={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Panel>
            <Empty
              title={say(state === 'open' ? 'noConflicts' : 'noDecided')}
              text={state === 'open' ? say('noConflictsText') : undefined}
            />
          </Panel>
        ) : (
          <div className={styles.list}>
            {items.map((conflict) => (
              <ConflictCard key={conflict.id} conflict={conflict} />
            ))}
            <LoadMore of={list} />
          </div>
        )
      }
    </Answer>
  );
}

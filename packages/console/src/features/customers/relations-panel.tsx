import { useQuery } from '@tanstack/react-query';
import type { EdgeList } from '@yutang/contracts/customers';
import { Link } from 'react-router';
import { call } from '../../api/client.ts';
import { Instant } from '../../design/instant.tsx';
import { Panel } from '../../design/page.tsx';
import { Tag } from '../../design/tag.tsx';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { addressOf } from '../parties/parties-api.ts';
import styles from './customer-page.module.css';
import { customerWords } from './customer-words.ts';

/** Whom the person is connected to: who invited whom, family, served by. Shown only when there is somebody. */
export function RelationsPanel({ customer }: { customer: number }) {
  const say = useWords(customerWords);
  const asked = useQuery({
    queryKey: ['customer', customer, 'edges'],
    queryFn: () => call<EdgeList>('GET', `/customers/${customer}/edges`),
  });
  const edges = asked.data?.items ?? [];
  if (edges.length === 0) return null;
  return (
    <Panel title={say('relations')}>
      <ul className={styles.changes}>
        {edges.map((edge) => {
          const key = `edge.${edge.direction}.${edge.kind}`;
          return (
            <li key={`${edge.kind}-${edge.direction}-${edge.otherKind}-${edge.ref}`}>
              <span className={styles.change}>
                <Tag tone={edge.active ? 'water' : 'plain'}>
                  {hasPhrase(customerWords, key) ? say(key) : edge.kind}
                </Tag>
                {edge.otherKind === 'organisation' ? (
                  <Link to={addressOf(edge.ref)}>{edge.name ?? edge.ref}</Link>
                ) : edge.customer === null ? (
                  (edge.name ?? edge.ref)
                ) : (
                  <Link to={`/customers/${edge.customer}`}>{edge.name ?? edge.ref}</Link>
                )}
                {edge.role}
              </span>
              <Instant at={edge.since} as="date" />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

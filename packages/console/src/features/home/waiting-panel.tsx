import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import type { Asked } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { AssignDialog } from '../ownership/assign-dialog.tsx';
import { ownershipWords } from '../ownership/ownership-words.ts';
import { Trouble } from './figure-tile.tsx';
import styles from './home.module.css';
import { unownedFilter, useConflicts, useQuarantine, useUnknown, useUnowned } from './home-questions.ts';
import { homeWords } from './home-words.ts';

/** What waits for a decision, with the button that begins it. */
export function WaitingPanel() {
  const say = useWords(homeWords);
  const sayOwnership = useWords(ownershipWords);
  const session = useSession();
  const [assigning, setAssigning] = useState(false);
  const may = {
    conflicts: session.can('identity.review'),
    quarantine: session.can('quarantine.write'),
    unknown: session.can('dictionary.write'),
  };
  const unowned = useUnowned();
  const conflicts = useConflicts(may.conflicts);
  const quarantine = useQuarantine(may.quarantine);
  const unknown = useUnknown(may.unknown);
  const nobody = unowned.data?.total ?? 0;
  return (
    <Panel title={say('waiting')}>
      <ul className={styles.rows}>
        <Matter
          of={unowned}
          count={({ total }) => total ?? 0}
          name={say('unowned')}
          note={say('unownedNote')}
          to="/customers?state=identifiable&owner=-"
          action={
            session.can('customers.assign') && nobody > 0 ? (
              <Button size="small" onClick={() => setAssigning(true)}>
                {sayOwnership('assignByOutlet')}
              </Button>
            ) : null
          }
        />
        {may.conflicts ? (
          <Matter
            of={conflicts}
            count={({ total }) => total}
            name={say('conflicts')}
            note={say('conflictsNote')}
            to="/identity"
          />
        ) : null}
        {may.quarantine ? (
          <Matter
            of={quarantine}
            count={({ open }) => open}
            name={say('quarantine')}
            note={say('quarantineNote')}
            to="/quarantine"
          />
        ) : null}
        {may.unknown ? (
          <Matter
            of={unknown}
            count={({ total }) => total}
            name={say('unknown')}
            note={say('unknownNote')}
            to="/dictionary?tab=unknown"
          />
        ) : null}
      </ul>
      {assigning ? (
        <AssignDialog chosen={{ filter: unownedFilter }} count={nobody} onClose={() => setAssigning(false)} />
      ) : null}
    </Panel>
  );
}

function Matter<T>({
  of,
  count,
  name,
  note,
  to,
  action,
}: {
  of: Asked<T>;
  count: (data: T) => number;
  name: string;
  note: string;
  to: string;
  action?: ReactNode;
}) {
  const say = useWords(homeWords);
  const formats = useFormats();
  const number = of.data === undefined ? undefined : count(of.data);
  return (
    <li>
      <div className={styles.what}>
        <Link to={to}>{name}</Link>
        <small>{note}</small>
      </div>
      {action}
      {number !== undefined ? (
        number > 0 ? (
          <Link
            to={to}
            className={`${styles.count} figure`}
            aria-label={`${name}: ${formats.number(number)}`}
          >
            {formats.number(number)}
          </Link>
        ) : (
          <span className={styles.none}>{say('nothingWaits')}</span>
        )
      ) : of.error ? (
        <Trouble of={of} />
      ) : (
        <span className={styles.none}>…</span>
      )}
    </li>
  );
}

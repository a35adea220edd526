import type { PondOverview } from '@yutang/contracts/pond';
import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import { Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { AssignDialog } from '../ownership/assign-dialog.tsx';
import { ownershipWords } from '../ownership/ownership-words.ts';
import type { Behind } from './people-behind.ts';
import { pondWords } from './pond-words.ts';

/** Whom to look at for each reason the pond is empty. */
const lookAt: Record<string, Behind> = {
  only_visitors: { state: 'visitor' },
  nobody_reachable: { state: 'identifiable' },
  nobody_operable: { state: 'reachable' },
  parts_never_meet: { state: 'stock' },
};

/** An empty pond says why, and what to do. */
export function EmptyPond({
  empty,
  onOpen,
}: {
  empty: NonNullable<PondOverview['empty']>;
  onOpen: (behind: Behind) => void;
}) {
  const say = useWords(pondWords);
  const formats = useFormats();
  const session = useSession();
  const navigate = useNavigate();
  const behind = lookAt[empty.code];
  const sayOwnership = useWords(ownershipWords);
  const [assigning, setAssigning] = useState(false);
  return (
    <Panel>
      <Empty
        title={say(`empty.${empty.code}`)}
        text={say(`empty.${empty.code}.text`, { people: formats.number(empty.people) })}
        action={
          <>
            {empty.code === 'nobody_operable' && session.can('customers.assign') ? (
              <Button type="primary" onClick={() => setAssigning(true)}>
                {sayOwnership('assignByOutlet')}
              </Button>
            ) : null}
            {empty.code === 'no_events' || empty.code === 'only_visitors' ? (
              session.can('sources.read') ? (
                <Button type="primary" onClick={() => void navigate('/sources')}>
                  {say('toSources')}
                </Button>
              ) : null
            ) : null}
            {session.can('imports.read') ? (
              <Button onClick={() => void navigate('/imports')}>{say('toImports')}</Button>
            ) : null}
            {behind ? <Button onClick={() => onOpen(behind)}>{say('seePeople')}</Button> : null}
          </>
        }
      />
      {assigning ? (
        <AssignDialog
          chosen={{ filter: { state: 'reachable', owner: '-' } }}
          count={empty.people}
          onClose={() => setAssigning(false)}
        />
      ) : null}
    </Panel>
  );
}

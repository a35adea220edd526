import { useQuery } from '@tanstack/react-query';
import type { Play } from '@yutang/contracts/plays';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Icon } from '../../design/icon.tsx';
import { Instant } from '../../design/instant.tsx';
import { Page, Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { PlayDrawer } from './play-drawer.tsx';
import { StatusTag } from './play-status.tsx';
import { playList } from './plays-api.ts';
import { playsWords } from './plays-words.ts';

/** Every play with its people, spend and state. */
export function PlaysPage() {
  const say = useWords(playsWords);
  const session = useSession();
  const [edited, setEdited] = useState<Play | 'new' | null>(null);
  const [archived, setArchived] = useState(false);
  const plays = useQuery({ queryKey: ['plays', 'list', archived], queryFn: () => playList(archived) });
  const add = session.can('plays.write') ? (
    <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => setEdited('new')}>
      {say('add')}
    </Button>
  ) : null;
  return (
    <Page title={say('title')} lead={say('lead')} actions={add}>
      <Panel
        flush
        title={say('title')}
        aside={
          <Checkbox checked={archived} onChange={(event) => setArchived(event.target.checked)}>
            {say('archivedToo')}
          </Checkbox>
        }
      >
        <Answer of={plays}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say('emptyTitle')} text={say('emptyText')} action={add} />
            ) : (
              <PlayTable plays={items} onDescribe={setEdited} />
            )
          }
        </Answer>
      </Panel>
      <PlayDrawer edited={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

function PlayTable({ plays, onDescribe }: { plays: Play[]; onDescribe: (play: Play) => void }) {
  const say = useWords(playsWords);
  const formats = useFormats();
  const session = useSession();
  const navigate = useNavigate();
  const address = (play: Play) => `/plays/${encodeURIComponent(play.code)}`;
  return (
    <DataTable
      caption={say('title')}
      rows={plays}
      rowKey={(play) => play.code}
      onOpen={(play) => void navigate(address(play))}
      columns={[
        {
          key: 'name',
          title: say('name'),
          phone: 'title',
          cell: (play) => (
            <>
              <Link to={address(play)}>{play.name}</Link> <StatusTag play={play} />
            </>
          ),
        },
        { key: 'goal', title: say('goal'), phone: 'bare', width: '28%', cell: (play) => play.goal },
        { key: 'owner', title: say('owner'), phone: 'bare', cell: (play) => play.owner },
        {
          key: 'people',
          title: say('people'),
          number: true,
          cell: (play) => (
            <Link to={`/customers?play=${encodeURIComponent(play.code)}`}>{formats.number(play.people)}</Link>
          ),
        },
        {
          key: 'spent',
          title: say('spent'),
          number: true,
          cell: (play) =>
            play.spendMinor === 0 ? (
              '—'
            ) : (
              <span
                title={
                  play.budgetMinor
                    ? say('ofBudget', { share: formats.percent(play.spendMinor / play.budgetMinor) })
                    : ''
                }
              >
                {formats.money(play.spendMinor)}
              </span>
            ),
        },
        {
          key: 'last',
          title: say('lastAt'),
          number: true,
          phone: 'hide',
          cell: (play) => <Instant at={play.lastAt} as="ago" />,
        },
        {
          key: 'act',
          title: '',
          number: true,
          cell: (play) =>
            !play.described && session.can('plays.write') ? (
              <Button size="small" onClick={() => onDescribe(play)}>
                {say('describe')}
              </Button>
            ) : null,
        },
      ]}
    />
  );
}

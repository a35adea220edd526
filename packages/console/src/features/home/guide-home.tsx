import { useQuery } from '@tanstack/react-query';
import type { CustomerQuery } from '@yutang/contracts/customers';
import { Link } from 'react-router';
import { useFormats } from '../../design/formats.ts';
import { Tiles } from '../../design/number-tile.tsx';
import { Panel } from '../../design/page.tsx';
import { Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { customerPage } from '../customers/customers-api.ts';
import { PeopleList } from '../customers/people-list.tsx';
import { FigureTile } from './figure-tile.tsx';
import { useToday } from './home-questions.ts';
import { homeWords } from './home-words.ts';

const day = 86_400_000;

/** A guide's day: who is mine, who is in the pond, who is new. */
export function GuideHome() {
  const say = useWords(homeWords);
  const session = useSession();
  const { todayAt } = useToday();
  const week = todayAt - 6 * day;
  return (
    <>
      <Tiles>
        <CountTile filter={{}} label={say('ownPeople')} note={say('ownPeopleNote')} to="/customers" strong />
        <CountTile
          filter={{ state: 'private' }}
          label={say('ownPrivate')}
          note={say('privateNote')}
          to="/customers?state=private"
        />
        <CountTile
          filter={{ firstFrom: week }}
          label={say('newWeek')}
          note={say('newWeekNote')}
          to={`/customers?firstFrom=${week}&sort=first_seen`}
        />
      </Tiles>
      <Panel
        title={say('newest')}
        note={say('newestNote')}
        aside={session.ownStaff ? <Link to="/dynamics">{say('toDynamics')}</Link> : null}
      >
        <PeopleList
          queryKey={['customers', 'newest']}
          ask={({ cursor }, signal) =>
            customerPage({ sort: 'first_seen', limit: 8, ...(cursor ? { cursor } : {}) }, signal)
          }
          listAt="/customers?sort=first_seen"
          empty={<Empty small title={say('noOwn')} text={say('noOwnText')} />}
        />
      </Panel>
    </>
  );
}

function CountTile({
  filter,
  label,
  note,
  to,
  strong = false,
}: {
  filter: CustomerQuery;
  label: string;
  note: string;
  to: string;
  strong?: boolean;
}) {
  const formats = useFormats();
  const counted = useQuery({
    queryKey: ['customers', 'count', filter],
    queryFn: ({ signal }) => customerPage({ ...filter, limit: 1 }, signal),
    staleTime: 15_000,
  });
  return (
    <FigureTile
      of={counted}
      label={label}
      value={({ total }) => formats.number(total ?? 0)}
      note={() => note}
      to={() => to}
      strong={strong}
    />
  );
}

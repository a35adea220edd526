import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { usePlays } from '../plays/plays-api.ts';
import { homeWords } from './home-words.ts';

/** Plays that run now, with people and money so far. */
export function PlaysPanel() {
  const say = useWords(homeWords);
  const formats = useFormats();
  const plays = usePlays();
  return (
    <Panel flush title={say('plays')} aside={<Link to="/plays">{say('allPlays')}</Link>}>
      <Answer of={plays} small>
        {({ items }) => {
          const running = items.filter(({ status }) => status === 'running');
          if (running.length === 0) return <Empty small title={say('noPlays')} text={say('noPlaysText')} />;
          return (
            <DataTable
              caption={say('plays')}
              rows={running.slice(0, 6)}
              rowKey={({ code }) => code}
              columns={[
                {
                  key: 'play',
                  title: say('play'),
                  phone: 'title',
                  cell: ({ code, name }) => <Link to={`/plays/${encodeURIComponent(code)}`}>{name}</Link>,
                },
                {
                  key: 'people',
                  title: say('people'),
                  number: true,
                  cell: ({ code, people }) => (
                    <Link to={`/customers?play=${encodeURIComponent(code)}`}>{formats.number(people)}</Link>
                  ),
                },
                {
                  key: 'spent',
                  title: say('spent'),
                  number: true,
                  cell: ({ spendMinor, budgetMinor }) =>
                    `${formats.money(spendMinor)}${budgetMinor === null ? '' : ` / ${formats.money(budgetMinor)}`}`,
                },
                {
                  key: 'until',
                  title: say('until'),
                  number: true,
                  cell: ({ endsOn }) => (endsOn === null ? null : formats.day(endsOn)),
                },
              ]}
            />
          );
        }}
      </Answer>
    </Panel>
  );
}

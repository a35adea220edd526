import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { useOrganisation } from '../organisation/organisation-api.ts';
import { useOutletFigures } from './home-questions.ts';
import { homeWords } from './home-words.ts';

/** The outlets one answers for, by private customers; who is reachable or known and unowned stands beside. */
export function OutletsPanel() {
  const say = useWords(homeWords);
  const formats = useFormats();
  const units = useOrganisation();
  const figures = useOutletFigures();
  const outlets = (units.data?.units ?? []).filter(
    ({ kind, closedAt }) => kind === 'outlet' && closedAt === null,
  );
  return (
    <Panel
      flush
      title={say('outlets')}
      note={say('outletsNote')}
      aside={<Link to="/organisation">{say('toOrganisation')}</Link>}
    >
      <Answer of={units.error && units.data === undefined ? units : figures} small>
        {(data) => {
          const of = new Map((data as typeof figures.data)?.units.map((unit) => [unit.unitId, unit]));
          const rows = outlets
            .flatMap(({ id, name, ref }) => {
              const unit = of.get(id);
              return unit && ref !== null ? [{ ...unit, id, name, ref }] : [];
            })
            .sort((a, b) => b.private - a.private || b.netMinor - a.netMinor)
            .map((row, index) => ({ ...row, rank: index + 1 }));
          if (rows.length === 0)
            return (
              <Empty
                small
                title={say('noOutlets')}
                text={say('noOutletsText')}
                action={<Link to="/organisation">{say('toOrganisation')}</Link>}
              />
            );
          const people = (filter: string, ref: string, number: number) => (
            <Link to={`/customers?outlet=${encodeURIComponent(ref)}${filter}`}>{formats.number(number)}</Link>
          );
          return (
            <DataTable
              caption={say('outlets')}
              dense
              rows={rows.slice(0, 12)}
              rowKey={({ id }) => id}
              columns={[
                { key: 'rank', title: say('rank'), width: 60, phone: 'hide', cell: ({ rank }) => rank },
                {
                  key: 'outlet',
                  title: say('outlet'),
                  phone: 'title',
                  cell: ({ name, ref }) => (
                    <Link to={`/customers?outlet=${encodeURIComponent(ref)}`}>{name}</Link>
                  ),
                },
                {
                  key: 'private',
                  title: say('private'),
                  number: true,
                  cell: (row) => people('&state=private', row.ref, row.private),
                },
                {
                  key: 'reachable',
                  phone: 'hide',
                  title: say('reachable'),
                  number: true,
                  cell: (row) => people('&state=reachable', row.ref, row.reachable),
                },
                {
                  key: 'unowned',
                  title: say('unownedShort'),
                  number: true,
                  cell: (row) => people('&state=identifiable&owner=-', row.ref, row.unowned),
                },
                {
                  key: 'net',
                  phone: 'hide',
                  title: say('netSales'),
                  number: true,
                  cell: (row) => formats.money(row.netMinor),
                },
              ]}
            />
          );
        }}
      </Answer>
    </Panel>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { PondParts, PondPartsQuery } from '@yutang/contracts/pond';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Panel } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { useWords } from '../../words/use-words.ts';
import { pondParts } from './pond-api.ts';
import { pondWords } from './pond-words.ts';

type Part = PondParts['items'][number];
const ways = ['outlet', 'owner'] as const;
const states = ['private', 'reachable', 'stock'] as const;
const shown = 10;

/** The whole pool by where people belong; every number opens the list of exactly those people. */
export function PartsPanel() {
  const say = useWords(pondWords);
  const formats = useFormats();
  const [by, setBy] = useState<PondPartsQuery['by']>('outlet');
  const [all, setAll] = useState(false);
  const asked = useQuery({ queryKey: ['pond', 'parts', by], queryFn: () => pondParts({ by }) });
  const open = (part: Part, people: number, state?: string) => (
    <Link to={`/customers?${new URLSearchParams({ [by]: part.key ?? '-', ...(state ? { state } : {}) })}`}>
      {formats.number(people)}
    </Link>
  );
  return (
    <Panel
      flush
      title={say('parts')}
      note={say('partsNote')}
      aside={
        <Segmented
          size="small"
          value={by}
          onChange={setBy}
          options={ways.map((way) => ({ value: way, label: say(`by.${way}`) }))}
        />
      }
    >
      <Answer of={asked} small>
        {({ items, others }) =>
          items.length === 0 ? (
            <Empty small title={say('noParts')} />
          ) : (
            <>
              <DataTable
                dense
                caption={say('parts')}
                rows={all ? items : items.slice(0, shown)}
                rowKey={({ key }) => key ?? '-'}
                columns={[
                  {
                    key: 'part',
                    title: say(`by.${by}`),
                    phone: 'title',
                    cell: ({ key, title }) => title ?? key ?? say(`none.${by}`),
                  },
                  ...states.map((state) => ({
                    key: state,
                    title: say(`tile.${state}`),
                    number: true,
                    cell: (part: Part) => open(part, part.counts[state], state),
                  })),
                  {
                    key: 'people',
                    title: say('people'),
                    number: true,
                    phone: 'hide' as const,
                    cell: (part: Part) => open(part, part.counts.people),
                  },
                  {
                    key: 'net',
                    title: say('netSales'),
                    number: true,
                    phone: 'hide' as const,
                    cell: (part: Part) => formats.money(part.netMinor),
                  },
                ]}
              />
              {items.length > shown ? (
                <Button type="text" block onClick={() => setAll(!all)}>
                  {all ? say('fewerParts') : say('allParts', { count: items.length })}
                  {all && others.parts > 0
                    ? ` · ${say('otherParts', { count: others.parts, people: formats.number(others.counts.private) })}`
                    : ''}
                </Button>
              ) : null}
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

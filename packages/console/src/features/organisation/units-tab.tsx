import { useQuery } from '@tanstack/react-query';
import type { Unit } from '@yutang/contracts/organisation';
import type { UnitFigures } from '@yutang/contracts/ownership';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../design/data-table.tsx';
import { useFormats } from '../../design/formats.ts';
import { Panel, Row } from '../../design/page.tsx';
import { Answer, Empty } from '../../design/state.tsx';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { useSession } from '../accounts/session.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { figures, useOrganisation } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';
import { UnitDialog } from './unit-dialog.tsx';

/** A unit at its depth in the tree. */
interface Line {
  unit: Unit;
  depth: number;
}

/** The tree as lines, each unit after the one it belongs to; closed ones last. */
function linesOf(units: readonly Unit[]): Line[] {
  const known = new Set(units.map(({ id }) => id));
  const below = (parentId: number | null, depth: number): Line[] =>
    units
      .filter(
        (unit) => (unit.parentId !== null && known.has(unit.parentId) ? unit.parentId : null) === parentId,
      )
      .flatMap((unit) => [{ unit, depth }, ...(depth < 12 ? below(unit.id, depth + 1) : [])]);
  const all = below(null, 0);
  return [...all.filter(({ unit }) => !unit.closedAt), ...all.filter(({ unit }) => unit.closedAt)];
}

/** Units with what stands in each; every number opens its people. */
export function UnitsTab({ onMake }: { onMake: () => void }) {
  const say = useWords(organisationWords);
  const formats = useFormats();
  const session = useSession();
  const [edited, setEdited] = useState<Unit | null>(null);
  const [closing, setClosing] = useState<Unit | null>(null);
  const asked = useOrganisation();
  const counts = useQuery({ queryKey: ['organisation', 'figures'], queryFn: figures });
  const of = (id: number | null): UnitFigures | undefined =>
    counts.data?.units.find((each) => each.unitId === id);
  const number = (line: Line, measure: 'people' | 'operable' | 'private' | 'unowned') => {
    const value = of(line.unit.id)?.[measure];
    if (value === undefined) return '…';
    const { ref } = line.unit;
    const more = { people: '', operable: '&state=operable', private: '&state=private', unowned: '&owner=-' }[
      measure
    ];
    return ref !== null && value > 0 ? (
      <Link to={`/customers?outlet=${encodeURIComponent(ref)}${more}`}>{formats.number(value)}</Link>
    ) : (
      formats.number(value)
    );
  };
  const nowhere = of(null);
  return (
    <Panel flush note={say('figuresNote')} title={say('tab.units')}>
      <Answer of={asked}>
        {({ units }) =>
          units.length === 0 ? (
            <Empty
              title={say('emptyTitle')}
              text={say('emptyText')}
              action={
                session.can('organisation.write') ? (
                  <Button type="primary" onClick={onMake}>
                    {say('newUnit')}
                  </Button>
                ) : null
              }
            />
          ) : (
            <>
              <DataTable
                caption={say('tab.units')}
                rows={linesOf(units)}
                rowKey={({ unit }) => unit.id}
                columns={[
                  {
                    key: 'name',
                    title: say('name'),
                    phone: 'title',
                    cell: ({ unit, depth }) => (
                      <span style={{ paddingInlineStart: depth * 18 }}>
                        <strong style={{ fontWeight: 500 }}>{unit.name}</strong>{' '}
                        <Tag>{say(`kind.${unit.kind}`)}</Tag>{' '}
                        {unit.closedAt ? <Tag tone="warn">{say('closed')}</Tag> : null}
                      </span>
                    ),
                  },
                  {
                    key: 'people',
                    title: say('people'),
                    number: true,
                    cell: (line) => number(line, 'people'),
                  },
                  {
                    key: 'operable',
                    title: say('operable'),
                    number: true,
                    cell: (line) => number(line, 'operable'),
                  },
                  {
                    key: 'private',
                    title: say('private'),
                    number: true,
                    cell: (line) => number(line, 'private'),
                  },
                  {
                    key: 'unowned',
                    title: say('unowned'),
                    number: true,
                    cell: (line) => number(line, 'unowned'),
                  },
                  {
                    key: 'net',
                    title: say('net'),
                    number: true,
                    cell: ({ unit }) => formats.money(of(unit.id)?.netMinor ?? 0),
                  },
                  {
                    key: 'act',
                    title: '',
                    number: true,
                    cell: ({ unit }) =>
                      session.can('organisation.write') ? (
                        <Row>
                          <Button size="small" onClick={() => setEdited(unit)}>
                            {say('edit')}
                          </Button>
                          {unit.closedAt ? null : (
                            <Button size="small" type="text" danger onClick={() => setClosing(unit)}>
                              {say('close')}
                            </Button>
                          )}
                        </Row>
                      ) : null,
                  },
                ]}
              />
              {counts.data ? (
                <p style={{ padding: '10px 20px', color: 'var(--ink-soft)' }}>
                  {say('nowhere')}: {formats.number(nowhere?.people ?? 0)} · {say('total')}:{' '}
                  {formats.number(counts.data.total.people)} {say('people')},{' '}
                  {formats.number(counts.data.total.reachable)} {say('reachable')},{' '}
                  {formats.number(counts.data.total.private)} {say('private')}
                </p>
              ) : null}
            </>
          )
        }
      </Answer>
      {edited ? <UnitDialog unit={edited} onClose={() => setEdited(null)} /> : null}
      {closing ? <CloseDialog unit={closing} onClose={() => setClosing(null)} /> : null}
    </Panel>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useFormats } from '../../design/formats.ts';
import { useWords } from '../../words/use-words.ts';
import { party as askParty } from '../parties/parties-api.ts';
import { useRoleName } from '../parties/party-parts.tsx';
import type { CustomerFilters, FilterKey } from './customer-filters.ts';
import { customersWords } from './customers-words.ts';
import styles from './portrait.module.css';
import { portraitWords } from './portrait-words.ts';

/** Filters that came with a link and have no box of their own: told, and removable. */
export function Narrowing({
  filters,
  set,
}: {
  filters: CustomerFilters;
  set: (change: Partial<Record<FilterKey, string | undefined>>) => void;
}) {
  const say = useWords(portraitWords);
  const sayCustomers = useWords(customersWords);
  const formats = useFormats();
  const { stage, netFrom, netTo, seenFrom, seenTo, withGroups, withoutGroups, tagged, outlet } = filters;
  const { paidOrdersFrom, paidTo, brought, firstFrom } = filters;
  const { organisation, organisationAs, contactRole } = filters;
  const roleName = useRoleName();
  const party = useQuery({
    queryKey: ['parties', 'one', organisation],
    queryFn: () => askParty(organisation ?? ''),
    enabled: organisation !== undefined,
    retry: false,
  });
  const range = (from: number | undefined, to: number | undefined, show: (value: number) => string) =>
    `${from === undefined ? '…' : show(from)} – ${to === undefined ? '…' : show(to)}`;
  const told: [keys: FilterKey[], text: string | undefined][] = [
    [['stage'], stage && `${say('key.stage')}: ${sayCustomers(`one.${stage}`)}`],
    [
      ['netFrom', 'netTo'],
      netFrom === undefined && netTo === undefined
        ? undefined
        : `${say('key.net')}: ${range(netFrom, netTo, formats.money)}`,
    ],
    [
      ['seenFrom', 'seenTo'],
      seenFrom === undefined && seenTo === undefined
        ? undefined
        : `${say('key.seen')}: ${range(seenFrom, seenTo, formats.date)}`,
    ],
    [
      ['paidOrdersFrom'],
      paidOrdersFrom === undefined ? undefined : say('key.paidOrders', { count: paidOrdersFrom }),
    ],
    [['paidTo'], paidTo === undefined ? undefined : say('key.paidTo', { at: formats.dateTime(paidTo) })],
    [['brought'], brought === undefined ? undefined : say(brought ? 'key.brought' : 'key.broughtNobody')],
    [
      ['firstFrom'],
      firstFrom === undefined
        ? undefined
        : `${say('key.first')}: ${range(firstFrom, undefined, formats.date)}`,
    ],
    [['withGroups'], withGroups && say('key.withGroups')],
    [['withoutGroups'], withoutGroups && say('key.withoutGroups')],
    [['tagged'], tagged === undefined ? undefined : say(tagged ? 'key.tagged' : 'key.untagged')],
    [
      ['organisation', 'organisationAs'],
      organisation &&
        `${say(organisationAs ? `key.organisation.${organisationAs}` : 'key.organisation')}: ${party.data?.name ?? organisation}`,
    ],
    [['contactRole'], contactRole && `${say('key.contactRole')}: ${roleName(contactRole)}`],
    [['outlet'], outlet && `${say('key.outlet')}: ${outlet === '-' ? say('noOutlet') : outlet}`],
  ];
  const shown = told.filter(([, text]) => text);
  if (shown.length === 0) return null;
  return (
    <div className={styles.narrowed}>
      {say('narrowed')}
      {shown.map(([keys, text]) => (
        <Tag
          key={keys.join()}
          closable
          onClose={() => set(Object.fromEntries(keys.map((key) => [key, undefined])))}
        >
          {text}
        </Tag>
      ))}
    </div>
  );
}

import type { Unit } from '@yutang/contracts/organisation';
import { Select } from 'antd';
import { useWords } from '../../words/use-words.ts';
import { useOrganisation, useStaff } from './organisation-api.ts';
import { organisationWords } from './organisation-words.ts';

interface ChoiceProps<T> {
  value?: T | undefined;
  onChange?: (value: T | undefined) => void;
  id?: string;
  className?: string;
  placeholder?: string;
  label?: string;
}

const search = { optionFilterProp: 'label' };

/** Chooses a staff member by reference; one that has no record keeps its reference. */
export function StaffSelect({
  value,
  onChange,
  placeholder,
  label,
  ...rest
}: ChoiceProps<string> & { none?: string }) {
  const say = useWords(organisationWords);
  const { none, ...plain } = rest;
  const staff = useStaff().data?.items ?? [];
  const options = staff.map(({ ref, name }) => ({
    value: ref,
    label: name === ref ? name : `${name} (${ref})`,
  }));
  if (value && value !== '-' && !staff.some(({ ref }) => ref === value))
    options.unshift({ value, label: value });
  if (none) options.unshift({ value: '-', label: none });
  return (
    <Select
      {...plain}
      aria-label={label ?? say('search')}
      allowClear
      showSearch={search}
      placeholder={placeholder ?? say('search')}
      value={value ?? null}
      onChange={(next: string | null | undefined) => onChange?.(next ?? undefined)}
      options={options}
    />
  );
}

/** Chooses an outlet by reference. */
export function OutletSelect({
  value,
  onChange,
  placeholder,
  label,
  ...rest
}: ChoiceProps<string> & { none?: string }) {
  const say = useWords(organisationWords);
  const { none, ...plain } = rest;
  const units = useOrganisation().data?.units ?? [];
  const options = units.flatMap(({ ref, name, closedAt }) =>
    ref === null || closedAt !== null ? [] : [{ value: ref, label: name }],
  );
  if (value && value !== '-' && !options.some((option) => option.value === value))
    options.unshift({ value, label: value });
  if (none) options.unshift({ value: '-', label: none });
  return (
    <Select
      {...plain}
      aria-label={label ?? say('kind.outlet')}
      allowClear
      showSearch={search}
      placeholder={placeholder ?? say('kind.outlet')}
      value={value ?? null}
      onChange={(next: string | null | undefined) => onChange?.(next ?? undefined)}
      options={options}
    />
  );
}

/** Chooses a unit by number; nothing chosen is the whole workspace. */
export function UnitSelect({
  value,
  onChange,
  placeholder,
  label,
  except,
  ...plain
}: ChoiceProps<number> & { except?: (unit: Unit) => boolean }) {
  const say = useWords(organisationWords);
  const units = useOrganisation().data?.units ?? [];
  return (
    <Select
      {...plain}
      aria-label={label ?? say('unit')}
      allowClear
      showSearch={search}
      placeholder={placeholder ?? say('workspace')}
      value={value ?? null}
      onChange={(next: number | null | undefined) => onChange?.(next ?? undefined)}
      options={units
        .filter((unit) => unit.closedAt === null && !except?.(unit))
        .map(({ id, name, kind }) => ({ value: id, label: `${name} · ${say(`kind.${kind}`)}` }))}
    />
  );
}

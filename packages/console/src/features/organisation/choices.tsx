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

function Choice<T extends string | number>({
  value,
  onChange,
  label,
  placeholder,
  options,
  ...plain
}: ChoiceProps<T> & { label: string; placeholder: string; options: { value: T; label: string }[] }) {
  return (
    <Select
      {...plain}
      aria-label={label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={placeholder}
      value={value ?? null}
      onChange={(next: T | null | undefined) => onChange?.(next ?? undefined)}
      options={options}
    />
  );
}

/** Choices by reference: `-` for none where that may be asked for; a reference without a record stands as itself. */
function byReference(
  known: { value: string; label: string }[],
  value: string | undefined,
  none: string | undefined,
): { value: string; label: string }[] {
  const options = [...known];
  if (value && value !== '-' && !known.some((option) => option.value === value))
    options.unshift({ value, label: value });
  if (none) options.unshift({ value: '-', label: none });
  return options;
}

/** Chooses a staff member by reference; one that has no record keeps its reference. */
export function StaffSelect({ none, ...rest }: ChoiceProps<string> & { none?: string }) {
  const say = useWords(organisationWords);
  const staff = useStaff().data?.items ?? [];
  const known = staff.map(({ ref, name }) => ({
    value: ref,
    label: name === ref ? name : `${name} (${ref})`,
  }));
  return (
    <Choice
      {...rest}
      label={rest.label ?? say('search')}
      placeholder={rest.placeholder ?? say('search')}
      options={byReference(known, rest.value, none)}
    />
  );
}

/** Chooses an outlet by reference. */
export function OutletSelect({ none, ...rest }: ChoiceProps<string> & { none?: string }) {
  const say = useWords(organisationWords);
  const units = useOrganisation().data?.units ?? [];
  const known = units.flatMap(({ ref, name, closedAt }) =>
    ref === null || closedAt !== null ? [] : [{ value: ref, label: name }],
  );
  return (
    <Choice
      {...rest}
      label={rest.label ?? say('kind.outlet')}
      placeholder={rest.placeholder ?? say('kind.outlet')}
      options={byReference(known, rest.value, none)}
    />
  );
}

/** Chooses a unit by number; nothing chosen is the whole workspace. */
export function UnitSelect({ except, ...rest }: ChoiceProps<number> & { except?: (unit: Unit) => boolean }) {
  const say = useWords(organisationWords);
  const units = useOrganisation().data?.units ?? [];
  return (
    <Choice
      {...rest}
      label={rest.label ?? say('unit')}
      placeholder={rest.placeholder ?? say('workspace')}
      options={units
        .filter((unit) => unit.closedAt === null && !except?.(unit))
        .map(({ id, name, kind }) => ({ value: id, label: `${name} · ${say(`kind.${kind}`)}` }))}
    />
  );
}

import { Select } from 'antd';
import { useWords } from '../../words/use-words.ts';
import { isUsable, useTags } from './tags-api.ts';
import { tagsWords } from './tags-words.ts';

/** Chooses tags, by group. */
export function TagSelect({
  label,
  value,
  onChange,
  className,
  bare = false,
}: {
  label: string;
  value: readonly number[];
  onChange: (tags: number[]) => void;
  className?: string | undefined;
  /** The label stands elsewhere: the box only says what to do. */
  bare?: boolean;
}) {
  const say = useWords(tagsWords);
  const asked = useTags();
  const groups = asked.data?.groups ?? [];
  return (
    <Select
      mode="multiple"
      {...(className ? { className } : {})}
      style={{ width: bare ? '100%' : undefined }}
      aria-label={label}
      placeholder={bare ? say('pick') : label}
      allowClear
      maxTagCount="responsive"
      showSearch={{ optionFilterProp: 'label' }}
      value={[...value]}
      onChange={onChange}
      options={groups.flatMap((group) => {
        const options = group.tags.filter(isUsable).map(({ id, name }) => ({ value: id, label: name }));
        return options.length > 0 ? [{ label: group.name || say('ungrouped'), options }] : [];
      })}
    />
  );
}

import type { TagChip } from '@yutang/contracts/customers';
import { useFormats } from '../../design/formats.ts';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import styles from './tags.module.css';
import { tagsWords } from './tags-words.ts';

/** A person's tags in a row; `most` of them, the rest as a number. */
export function TagChips({ tags, most = 4 }: { tags: readonly TagChip[]; most?: number }) {
  const say = useWords(tagsWords);
  const formats = useFormats();
  if (tags.length === 0) return null;
  const about = (tag: TagChip) =>
    [tag.group || say('ungrouped'), tag.until === null ? '' : say('until', { date: formats.date(tag.until) })]
      .filter(Boolean)
      .join(' · ');
  return (
    <span className={styles.chips}>
      {tags.slice(0, most).map((tag) => (
        <Tag key={tag.id} dot={tag.colour ?? undefined} title={about(tag)}>
          {tag.name}
        </Tag>
      ))}
      {tags.length > most ? (
        <Tag title={tags.map(({ name }) => name).join(' · ')}>+{tags.length - most}</Tag>
      ) : null}
    </span>
  );
}

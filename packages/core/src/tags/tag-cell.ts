import { tagName } from './tag-word.ts';

/** A tag as a file names it; `group` is '' where it names none. */
interface NamedTag {
  group: string;
  tag: string;
}

/** Reads `a|b|group:c` (also with `；`, `;` and a full-width colon): each tag once, empty pieces left out. */
export function readTagCell(text: string): NamedTag[] {
  const found = new Map<string, NamedTag>();
  for (const piece of text.split(/[|｜;；]/)) {
    const [, group = '', tag = ''] = /^(?:([^:：]*)[:：])?(.*)$/s.exec(piece) ?? [];
    const named = { group: tagName(group), tag: tagName(tag) };
    if (named.tag !== '') found.set(`${named.group}\n${named.tag}`, named);
  }
  return [...found.values()];
}

import type { DomainClass } from '@yutang/contracts/channels';
import type { Static } from 'typebox';
import { Tag } from '../../design/tag.tsx';
import { useWords } from '../../words/use-words.ts';
import { domainWords } from './domain-words.ts';

/** The class of a channel, or null while nobody has said. */
export type Domain = Static<typeof DomainClass> | null;

/** Most public first: the order of every list and drawing. */
export const ladder = ['public', 'commercial', 'stock', 'semi', 'private'] as const;

/** The class's colour, the same everywhere. */
export function domainColour(domain: Domain): string {
  return domain ? `var(--${domain})` : 'var(--line-strong)';
}

/** A domain class with its colour. */
export function DomainTag({ domain }: { domain: Domain }) {
  const say = useWords(domainWords);
  return <Tag dot={domainColour(domain)}>{say(domain ?? 'none')}</Tag>;
}

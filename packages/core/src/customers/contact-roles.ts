import { cutText } from '../events/index.ts';

/** Roles of a contact at an organisation that people name in many ways, by the one name they are kept under (ID-12). */
const synonyms: Record<string, string> = {
  purchaser: 'buyer',
  采购: 'buyer',
  采购人: 'buyer',
  购买者: 'buyer',
  购买人: 'buyer',
  使用者: 'user',
  使用人: 'user',
  decider: 'decision_maker',
  决策者: 'decision_maker',
  决策人: 'decision_maker',
  付款人: 'payer',
};

/** At most this many roles of one contact are kept. */
const mostRoles = 10;

/**
 * The roles a text (`buyer, user`) or a list names: small letters, `_` for blanks, the known ones under one name, each
 * once, in the order given. Anything else names none.
 */
export function contactRoles(given: unknown): string[] {
  const words = Array.isArray(given) ? given : typeof given === 'string' ? given.split(/[,,、;;|/]/) : [];
  const found = new Set<string>();
  for (const word of words) {
    if (typeof word !== 'string') continue;
    const name = cutText(
      word
        .trim()
        .toLowerCase()
        .replaceAll(/[\s,-]+/g, '_'),
      40,
    );
    if (name !== '') found.add(Object.hasOwn(synonyms, name) ? (synonyms[name] as string) : name);
  }
  return [...found].slice(0, mostRoles);
}

/**
 * Which word on a field holds for a person when sources disagree. Of one source always the latest word counts.
 * `latest`: the latest word of all, a removal too. The others pass over removed words:
 * `priority`: the word of the source that stands first in a list, unlisted ones after it;
 * `earliest`: the word of the source that was the first to speak of the field;
 * `verified`: words said with a verified identity (secret key, import) or by hand before all others.
 * What is equal by its policy is decided by the latest word.
 */
export const fieldPolicies = ['latest', 'priority', 'earliest', 'verified'] as const;
export type FieldPolicy = (typeof fieldPolicies)[number];

/** The rank of sources that no place of a list names. */
const unranked = 1_000_000;

/** A source's word on a field. */
export interface FieldWord {
  /** 0: by hand, or the platform itself. */
  sourceId: number;
  value: unknown;
  verified: boolean;
}

/** Why a word holds, and against which source: the best that said something else. */
export interface FieldReason {
  code: 'only' | 'agree' | 'removed' | FieldPolicy;
  /** Null: nobody said anything else. */
  against: number | null;
}

/** Why the first of these words holds; `words` stand in the order of their precedence, one for each source. */
export function whyHeld(
  words: readonly FieldWord[],
  policy: FieldPolicy,
  ranks: Readonly<Record<string, number>> = {},
): FieldReason {
  const [held] = words;
  if (!held || words.length === 1) return { code: 'only', against: null };
  const text = JSON.stringify(held.value);
  const other = words.find((word) => JSON.stringify(word.value) !== text);
  if (!other) return { code: 'agree', against: null };
  const against = other.sourceId;
  if (held.value === null) return { code: 'removed', against };
  if (policy !== 'latest' && other.value === null) return { code: 'agree', against: null };
  if (policy === 'priority') {
    const rankOf = (word: FieldWord) => ranks[word.sourceId] ?? unranked;
    return { code: rankOf(held) < rankOf(other) ? 'priority' : 'latest', against };
  }
  if (policy === 'verified')
    return { code: held.verified && !other.verified ? 'verified' : 'latest', against };
  return { code: policy, against };
}

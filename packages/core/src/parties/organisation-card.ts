/** A company: any body that is no family. A household: people who live and buy together. */
export type OrganisationKind = 'company' | 'household';

/** The latest that one home, or nobody, said of an organisation under a key. */
export interface OrganisationWord {
  key: string;
  value: unknown;
  /** Epoch ms. */
  occurredAt: number;
  seq: number;
}

/** An organisation as all words together have it. */
export interface OrganisationCard {
  name: string | null;
  kind: OrganisationKind;
  /** Put away by hand: not in the list, but nothing of it is gone. */
  archived: boolean;
  /** Everything else that was said of it. */
  traits: Record<string, unknown>;
}

const households = new Set(['household', 'family', 'home', '家庭', '家']);
const names = ['name', 'company', 'companyName', 'company_name'];
const kinds = ['kind', 'type', 'groupType'];

/** For each key the latest word by (`occurredAt`, `seq`) holds, whoever said it; null takes a trait away. */
export function organisationCard(words: readonly OrganisationWord[]): OrganisationCard {
  const latest = new Map<string, OrganisationWord>();
  for (const word of words) {
    const known = latest.get(word.key);
    if (
      !known ||
      word.occurredAt > known.occurredAt ||
      (word.occurredAt === known.occurredAt && word.seq > known.seq)
    )
      latest.set(word.key, word);
  }
  const said = (key: string): string | null => {
    const value = latest.get(key)?.value;
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  const first = (keys: readonly string[]) => keys.map(said).find((value) => value !== null) ?? null;
  const kind = first(kinds)?.toLowerCase();
  const traits = [...latest.values()]
    .filter(({ key, value }) => value !== null && key !== '' && key !== 'name' && key !== 'archived')
    .map(({ key, value }) => [key, value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: first(names),
    kind: kind !== undefined && households.has(kind) ? 'household' : 'company',
    archived: latest.get('archived')?.value === true,
    traits: Object.fromEntries(traits.filter(([key]) => key !== 'kind')),
  };
}

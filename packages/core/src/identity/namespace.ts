/**
 * How far an identity's namespace can be trusted to mean one person.
 *
 * - `exclusive`: a person has one within the full namespace (`unionid:<account>`, `openid:<app>`, `member`, `user` …)
 * - `strong`: nearly always one person, shared at times (`phone`, `email`)
 * - `locked`: a marketplace's own number for a person; real, but useless outside it without a bridge (ID-10)
 * - `weak`: a machine, not a person (`device`, `anonymous`)
 */
export type NamespaceClass = 'exclusive' | 'strong' | 'locked' | 'weak';

/** One known namespace: its class, and its rank when the strongest of several identities is asked for (0 is strongest). */
export interface NamespaceRule {
  class: NamespaceClass;
  rank: number;
}

const rules: Record<string, NamespaceRule> = {
  unionid: { class: 'exclusive', rank: 0 },
  external_userid: { class: 'exclusive', rank: 1 },
  openid: { class: 'exclusive', rank: 2 },
  alipay: { class: 'exclusive', rank: 3 },
  user: { class: 'exclusive', rank: 4 },
  member: { class: 'exclusive', rank: 5 },
  phone: { class: 'strong', rank: 6 },
  email: { class: 'strong', rank: 7 },
  shop: { class: 'locked', rank: 8 },
  device: { class: 'weak', rank: 9 },
  anonymous: { class: 'weak', rank: 10 },
};

/** Namespaces that name an account, application, corporation or shop after a colon, e.g. `openid:wx123`. */
export const scopedNamespaces = ['unionid', 'external_userid', 'openid', 'alipay', 'shop'] as const;

/** Every base namespace, strongest first. */
export const baseNamespaces = Object.keys(rules);

// the strength of identities is compared several times per event, and a workspace has a few dozen namespaces
const remembered = new Map<string, NamespaceRule>();

/** The rule of a full namespace (`openid:wx123` → that of `openid`), or undefined when it is not one of ours. */
export function namespaceRule(namespace: string): NamespaceRule | undefined {
  const known = remembered.get(namespace);
  if (known) return known;
  const colon = namespace.indexOf(':');
  const base = colon < 0 ? namespace : namespace.slice(0, colon);
  const rule = Object.hasOwn(rules, base) ? rules[base] : undefined;
  if (rule && remembered.size < 1000) remembered.set(namespace, rule);
  return rule;
}

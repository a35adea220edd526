import { channelName } from '../channels/index.ts';
import { cutText, type LoggedEvent } from '../events/index.ts';
import { contactRoles } from './contact-roles.ts';

/** Relations that decide about the pond; any other kind is an edge to look at (ID-13). */
export type ReachKind = 'contact' | 'follow' | 'community' | 'owner' | 'outlet';

/**
 * One relation event of a home: from then on the relation to `ref` is on or off. Facts are only added; what holds is
 * the latest by (`at`, `seq`) over all homes of a person.
 */
export interface RelationFact {
  home: number;
  seq: number;
  /** Epoch ms, when it happened. */
  at: number;
  /** contact · follow · community · owner · outlet, or the name of an edge (`member_of`, `invited_by`, `family` …). */
  kind: string;
  /** Staff reference, account, community, outlet, organisation or `namespace value` of a person; `*` ends all of the kind. */
  ref: string;
  active: boolean;
  /** Who ended it. */
  by: 'customer' | 'staff' | null;
  channel: string | null;
  /** What the person is there; of an organisation (`member_of`) any number of roles with commas between. */
  role: string | null;
}

const reachKinds = new Set<string>(['contact', 'follow', 'community', 'owner', 'outlet']);

interface Rule {
  kind: ReachKind;
  active: boolean;
  property: 'staff' | 'account' | 'community' | 'outlet';
  channel: string | null;
}

const rules: Record<string, Rule> = {
  'Contact Added': { kind: 'contact', active: true, property: 'staff', channel: 'wecom' },
  'Contact Removed': { kind: 'contact', active: false, property: 'staff', channel: 'wecom' },
  'Account Followed': { kind: 'follow', active: true, property: 'account', channel: 'official_account' },
  'Account Unfollowed': { kind: 'follow', active: false, property: 'account', channel: 'official_account' },
  'Community Joined': { kind: 'community', active: true, property: 'community', channel: 'community' },
  'Community Left': { kind: 'community', active: false, property: 'community', channel: 'community' },
  'Owner Assigned': { kind: 'owner', active: true, property: 'staff', channel: null },
  'Owner Released': { kind: 'owner', active: false, property: 'staff', channel: null },
  'Outlet Assigned': { kind: 'outlet', active: true, property: 'outlet', channel: null },
  'Outlet Released': { kind: 'outlet', active: false, property: 'outlet', channel: null },
};

// an event may be called `constructor`
const ruleOf = (name: string): Rule | undefined => (Object.hasOwn(rules, name) ? rules[name] : undefined);

/** The own place a relation event leads into, as a channel's name; null when it leads into none. */
export function containerOf(eventName: string): string | null {
  if (eventName === 'Member Joined') return 'membership';
  const rule = ruleOf(eventName);
  return rule?.active ? rule.channel : null;
}

function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? cutText(value.trim(), 200) : null;
}

/** The relation an event states or ends; undefined for any other event or one of nobody. */
export function readRelation(event: LoggedEvent): RelationFact | undefined {
  if (event.source === 0) return undefined;
  const { properties } = event;
  const base = {
    home: event.source,
    seq: event.seq,
    at: event.occurredAt,
    channel: channelName(event.channel),
    by: properties.by === 'customer' || properties.by === 'staff' ? properties.by : null,
  } as const;
  const rule = ruleOf(event.name);
  if (rule) {
    const ref = text(properties[rule.property]) ?? (rule.property === 'staff' ? event.staff : null);
    if ((rule.kind === 'owner' || rule.kind === 'outlet') && rule.active && !ref) return undefined;
    return {
      ...base,
      kind: rule.kind,
      ref: ref ?? (rule.active ? '' : '*'),
      active: rule.active,
      role: null,
    };
  }
  if (event.name === 'Group Joined') {
    const ref = text(properties.groupId);
    const roles = contactRoles(properties.roles ?? properties.role).join(',');
    return ref ? { ...base, kind: 'member_of', ref, active: true, role: roles || null } : undefined;
  }
  if (event.name === 'Relation Stated' || event.name === 'Relation Ended') {
    const kind = text(properties.relation);
    const ref = text(properties.to);
    if (!kind || !ref || reachKinds.has(kind)) return undefined;
    return { ...base, kind, ref, active: event.name === 'Relation Stated', role: text(properties.role) };
  }
  return undefined;
}

/** Later by (`at`, `seq`). */
export function isLater(a: { at: number; seq: number }, b: { at: number; seq: number }): boolean {
  return a.at !== b.at ? a.at > b.at : a.seq > b.seq;
}

/** The latest fact for each (kind, ref), after ends of all (`*`) were applied. Order of input does not matter. */
export function latestRelations(facts: readonly RelationFact[]): RelationFact[] {
  const ends = new Map<string, RelationFact>();
  for (const fact of facts) {
    if (fact.ref !== '*') continue;
    const known = ends.get(fact.kind);
    if (!known || isLater(fact, known)) ends.set(fact.kind, fact);
  }
  const latest = new Map<string, RelationFact>();
  for (const fact of facts) {
    if (fact.ref === '*') continue;
    const key = `${fact.kind} ${fact.ref}`;
    const known = latest.get(key);
    if (!known || isLater(fact, known)) latest.set(key, fact);
  }
  return [...latest.values()].map((fact) => {
    const end = ends.get(fact.kind);
    return end && fact.active && isLater(end, fact)
      ? { ...end, ref: fact.ref, channel: end.channel ?? fact.channel }
      : fact;
  });
}

/**
 * The owner or outlet that was assigned last and not released since; null: none, or it was released. A release that
 * names another than the one assigned releases nothing.
 */
export function assignedOf(
  facts: readonly RelationFact[],
  kind: 'owner' | 'outlet',
): { ref: string; since: number } | null {
  let assigned: { ref: string; since: number } | null = null;
  const words = facts.filter((fact) => fact.kind === kind).sort((a, b) => (isLater(a, b) ? 1 : -1));
  for (const fact of words) {
    if (fact.active) assigned = { ref: fact.ref, since: fact.at };
    else if (fact.ref === '*' || fact.ref === assigned?.ref) assigned = null;
  }
  return assigned;
}

/**
 * Who owns the person: the last assignment that was not released, else the staff member of the oldest living contact.
 * A release that names somebody who is not the owner releases nobody.
 */
export function ownerOf(facts: readonly RelationFact[]): { staff: string; since: number } | null {
  const owner = assignedOf(facts, 'owner');
  if (owner) return { staff: owner.ref, since: owner.since };
  let contact: RelationFact | null = null;
  for (const fact of latestRelations(facts)) {
    if (fact.kind !== 'contact' || !fact.active || fact.ref === '') continue;
    if (!contact || isLater(contact, fact)) contact = fact;
  }
  return contact && { staff: contact.ref, since: contact.at };
}

import type { LoggedEvent } from '../events/index.ts';

/** Keys of an event that are dimensions or bookkeeping, not attributes of the person. */
const notAttributes = new Set(['channel', 'campaign', 'play', 'code', 'ticket', 'by', 'recordedBy', 'cost']);
const memberKeys: Record<string, string> = {
  memberNo: 'memberNo',
  level: 'memberLevel',
  memberLevel: 'memberLevel',
  outlet: 'memberOutlet',
  joinedAt: 'memberSince',
};

/** At most this many attributes are taken from one event, and no value longer than this as JSON. */
const maxKeys = 100;
const maxLength = 4000;

/**
 * What an event says of the person: traits of an identify call, properties of `Profile Updated`, membership of
 * `Member Joined`. A null value removes the attribute. Keys are kept as sent.
 */
export function readAttributes(event: LoggedEvent): [key: string, json: string][] {
  if (event.source === 0) return [];
  if (event.name === 'Member Joined') {
    const found = new Map<string, unknown>([['memberSince', event.occurredAt]]);
    for (const [key, value] of Object.entries(event.properties)) {
      const name = Object.hasOwn(memberKeys, key) && memberKeys[key];
      if (name && value !== null) found.set(name, value);
    }
    return packAttributes([...found]);
  }
  if (event.type !== 'identify' && event.name !== 'Profile Updated') return [];
  return packAttributes(Object.entries(event.properties));
}

/** Values as JSON by key: what is bookkeeping, too long or one too many is left out. */
export function packAttributes(entries: readonly [string, unknown][]): [string, string][] {
  const packed: [string, string][] = [];
  for (const [key, value] of entries) {
    if (packed.length >= maxKeys) break;
    if (value === undefined || notAttributes.has(key) || key === '' || key.length > 60) continue;
    const json = JSON.stringify(value);
    if (json.length <= maxLength) packed.push([key, json]);
  }
  return packed;
}

/** Attributes a person's card shows; only a change of these recomputes the customer's row. */
export const cardKeys: ReadonlySet<string> = new Set([
  'name',
  'nickname',
  'firstName',
  'lastName',
  'memberNo',
  'memberLevel',
  'memberOutlet',
  'memberSince',
]);

/** How a person is called: full name, else family and given name (together in Chinese), else nickname; null when nobody said. */
export function displayName(attributes: ReadonlyMap<string, unknown>): string | null {
  const read = (key: string): string => {
    const value = attributes.get(key);
    return typeof value === 'string' ? value.trim().slice(0, 100) : '';
  };
  const [first, last] = [read('firstName'), read('lastName')];
  const chinese = /\p{Script=Han}/u.test(first + last);
  const joined = chinese ? last + first : [first, last].filter(Boolean).join(' ');
  return read('name') || joined || read('nickname') || null;
}

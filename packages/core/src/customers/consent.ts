import { cutText, type LoggedEvent } from '../events/index.ts';
import { isLater } from './relation-fact.ts';

/** One grant or withdrawal. Entries are only added. `channel` `*` means any. */
export interface ConsentFact {
  /** The home it was written for: every home the person had when it became known. */
  home: number;
  seq: number;
  /** Epoch ms, when it was given. */
  at: number;
  purpose: string;
  channel: string;
  granted: boolean;
  textVersion: string | null;
  by: string | null;
}

function word(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? cutText(value.trim(), 60).toLowerCase() : null;
}

const media = new Set([
  'sms',
  'email',
  'phone',
  'wecom',
  'official_account',
  'mini_program',
  'app_push',
  'subscribe_message',
  'address_book',
  'chat',
]);

/** The medium a consent is about. `channel` counts only when it names a medium, else it says where the consent was given. */
function consentChannel(properties: Record<string, unknown>): string {
  const stated = word(properties.consentChannel ?? properties.consent_channel ?? properties.medium);
  const channel = word(properties.channel);
  return stated ?? (channel && media.has(channel) ? channel : '*');
}

/** The grant or withdrawal an event states; undefined for any other event. Without a channel it means any (`*`). */
export function readConsent(event: LoggedEvent): ConsentFact | undefined {
  if (event.source === 0) return undefined;
  if (event.name !== 'Consent Granted' && event.name !== 'Consent Withdrawn') return undefined;
  const { properties } = event;
  const version = properties.textVersion ?? properties.text_version ?? properties.version;
  return {
    home: event.source,
    seq: event.seq,
    at: event.occurredAt,
    purpose: word(properties.purpose) ?? 'marketing',
    channel: consentChannel(properties),
    granted: event.name === 'Consent Granted',
    textVersion:
      typeof version === 'string' || typeof version === 'number' ? cutText(String(version), 60) : null,
    by: typeof properties.recordedBy === 'string' ? cutText(properties.recordedBy, 100) : null,
  };
}

/**
 * What holds now, by (purpose, channel): within a home the latest word; between homes of one person the stricter, so a
 * merge never revives a consent that was withdrawn.
 */
export function currentConsents(facts: readonly ConsentFact[]): ConsentFact[] {
  const perHome = new Map<string, ConsentFact>();
  for (const fact of facts) {
    const key = `${fact.home} ${fact.purpose} ${fact.channel}`;
    const known = perHome.get(key);
    if (!known || isLater(fact, known)) perHome.set(key, fact);
  }
  const current = new Map<string, ConsentFact>();
  for (const fact of perHome.values()) {
    const key = `${fact.purpose} ${fact.channel}`;
    const known = current.get(key);
    const stricter = known && known.granted !== fact.granted ? !fact.granted : known && isLater(fact, known);
    if (!known || stricter) current.set(key, fact);
  }
  return [...current.values()];
}

/**
 * Whether `purpose` is allowed on `channel`. A word for any channel (`*`) and one for this channel count together: the
 * later decides, a withdrawal at the same instant wins. Without any word: no.
 */
export function isAllowed(current: readonly ConsentFact[], purpose: string, channel: string): boolean {
  let decisive: ConsentFact | undefined;
  for (const fact of current) {
    if (fact.purpose !== purpose || (fact.channel !== channel && fact.channel !== '*')) continue;
    if (!decisive || isLater(fact, decisive)) decisive = fact;
  }
  return decisive?.granted ?? false;
}

import { cutText, type LoggedEvent } from '../events/index.ts';

/** Why a tag was added or removed. */
const tagReasons = ['hand', 'bulk', 'import', 'rule', 'replaced', 'expired', 'undone', 'event'] as const;
export type TagReason = (typeof tagReasons)[number];

/** What an event says of one tag of one home. */
export interface TagWord {
  home: number;
  seq: number;
  /** Epoch ms, when it happened. */
  at: number;
  /** '' where the event names none. */
  group: string;
  tag: string;
  added: boolean;
  /** When it ends by itself (epoch ms); null: as the tag says. */
  until: number | null;
  reason: TagReason;
  by: string | null;
  note: string | null;
  /** Number of the change of many people it was part of. */
  batch: number | null;
}

/** Longest name of a tag or a group, in characters. */
const tagNameLength = 60;

/** A name as it is kept: without blanks around it, at most 60 characters; '' for anything but text and numbers. */
export function tagName(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? cutText(value.trim(), tagNameLength).trim() : '';
}

/** The word of a `Tag Added` or `Tag Removed`; undefined for any other event, one of nobody, or one that names no tag. */
export function readTagWord(event: LoggedEvent): TagWord | undefined {
  const added = event.name === 'Tag Added';
  if ((!added && event.name !== 'Tag Removed') || event.source === 0) return undefined;
  const { tag, group, until, reason, by, note, batch } = event.properties;
  const name = tagName(tag);
  if (name === '') return undefined;
  const known = tagReasons.find((each) => each === reason);
  return {
    home: event.source,
    seq: event.seq,
    at: event.occurredAt,
    group: tagName(group),
    tag: name,
    added,
    until: typeof until === 'number' && Number.isSafeInteger(until) && until > 0 ? until : null,
    reason: known ?? 'event',
    by: tagName(by) || null,
    note: typeof note === 'string' && note.trim() !== '' ? cutText(note.trim(), 500) : null,
    batch:
      typeof batch === 'number' && Number.isInteger(batch) && batch > 0 && batch < 2 ** 31 ? batch : null,
  };
}

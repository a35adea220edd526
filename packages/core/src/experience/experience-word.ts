import type { LoggedEvent } from '../events/index.ts';

/** csat: satisfaction · nps: would recommend · complaint, and that one was resolved. */
export type ExperienceKind = 'csat' | 'nps' | 'complaint' | 'resolved';

/** A score, a complaint or the end of one, as an event said it. Instants are epoch ms. */
export interface ExperienceWord {
  home: number;
  seq: number;
  kind: ExperienceKind;
  /** csat: 1…scale · nps: 0…10 · else null. */
  score: number | null;
  scale: number | null;
  /** Step of the service or journey it is about. */
  step: string | null;
  /** Of a complaint: its number, by the source or `#seq`. Of an end without one: every complaint before it. */
  ref: string | null;
  at: number;
  channel: string | null;
  outlet: string | null;
  staff: string | null;
  note: string | null;
}

/** A note of looking after somebody, with the day to come back (epoch ms; null: none). */
export interface FollowUpWord {
  home: number;
  seq: number;
  at: number;
  by: string | null;
  note: string;
  nextAt: number | null;
}

/**
 * What an event says of the service somebody met. `Feedback Given`: `measure` (csat or nps), `score`, `scale` (csat: best
 * score, default 5), `step`, `comment`. `Complaint Made`: `complaintId`, `step`, `text`. `Complaint Resolved`: `complaintId`
 * (none: all before it), `text`. Undefined for every other event, for those of nobody (an erased person's is one of them)
 * and for scores outside their scale.
 */
export function readExperience(event: LoggedEvent): ExperienceWord | undefined {
  if (event.source === 0) return undefined;
  const { properties } = event;
  const word = (kind: ExperienceKind): ExperienceWord => ({
    home: event.source,
    seq: event.seq,
    kind,
    score: null,
    scale: null,
    step: textOf(properties.step, 100),
    ref: null,
    at: event.occurredAt,
    channel: event.channel,
    outlet: event.outlet,
    staff: event.staff,
    note: textOf(properties.comment ?? properties.text, 1000),
  });
  const ref = textOf(properties.complaintId, 100);
  if (event.name === 'Complaint Made') return { ...word('complaint'), ref: ref ?? `#${event.seq}` };
  if (event.name === 'Complaint Resolved') return { ...word('resolved'), ref };
  if (event.name !== 'Feedback Given') return undefined;
  const measure = String(properties.measure).toLowerCase();
  if (measure !== 'csat' && measure !== 'nps') return undefined;
  const nps = measure === 'nps';
  const scale = nps ? 10 : (properties.scale ?? 5);
  const { score } = properties;
  if (!isWhole(scale, 2, 100) || !isWhole(score, nps ? 0 : 1, scale)) return undefined;
  return { ...word(measure), score, scale };
}

/** `Follow-up Noted`: `note`, `nextAt` (ISO 8601 or epoch ms), `recordedBy`. Undefined for every other event. */
export function readFollowUp(event: LoggedEvent): FollowUpWord | undefined {
  if (event.name !== 'Follow-up Noted' || event.source === 0) return undefined;
  const { note, nextAt, recordedBy } = event.properties;
  const next = typeof nextAt === 'string' ? Date.parse(nextAt) : nextAt;
  return {
    home: event.source,
    seq: event.seq,
    at: event.occurredAt,
    by: textOf(recordedBy, 100) ?? event.staff,
    note: textOf(note, 2000) ?? '',
    nextAt: typeof next === 'number' && Number.isSafeInteger(next) ? next : null,
  };
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

/** Text without NUL, which PostgreSQL cannot hold; null when there is none. */
function textOf(value: unknown, most: number): string | null {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.replaceAll('\u0000', '').trim().slice(0, most) || null;
}

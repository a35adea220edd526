import { channelName } from '@yutang/core/channels';
import { showsIntent, showsUse } from '@yutang/core/customers';
import type { LoggedEvent } from '@yutang/core/events';

/** A value with its place in time: of several, the earliest or the latest by (`at`, `seq`) holds. */
export interface Placed {
  value: string;
  at: number;
  seq: number;
}

/** What a tick's events add to one home. Instants are epoch ms; null: nothing of the kind. */
export interface Activity {
  home: number;
  firstSeenAt: number;
  lastSeenAt: number;
  consumption: number;
  behaviour: number;
  relation: number;
  system: number;
  firstChannel: Placed | null;
  lastChannel: Placed | null;
  outlet: Placed | null;
  usedAt: number | null;
  intentAt: number | null;
}

/** Nothing yet: the neutral element of `mergeActivity`. */
export function newActivity(home: number): Activity {
  return {
    home,
    firstSeenAt: Number.MAX_SAFE_INTEGER,
    lastSeenAt: 0,
    consumption: 0,
    behaviour: 0,
    relation: 0,
    system: 0,
    firstChannel: null,
    lastChannel: null,
    outlet: null,
    usedAt: null,
    intentAt: null,
  };
}

const isBefore = (a: { at: number; seq: number }, b: { at: number; seq: number }) =>
  a.at !== b.at ? a.at < b.at : a.seq < b.seq;

function later(at: number, known: number | null): number {
  return known === null || at > known ? at : known;
}

/** Adds an event to its home's activity; what the system reports counts, but is no sign of life. */
export function addEvent(activity: Activity, event: LoggedEvent): void {
  activity[event.family]++;
  if (event.family === 'system') return;
  const at = event.occurredAt;
  seenAt(activity, at);
  const channel = channelName(event.channel);
  if (channel !== null) {
    const placed = { value: channel, at, seq: event.seq };
    if (!activity.firstChannel || isBefore(placed, activity.firstChannel)) activity.firstChannel = placed;
    if (!activity.lastChannel || isBefore(activity.lastChannel, placed)) activity.lastChannel = placed;
  }
  // where somebody was put is no place where they were seen
  if (event.outlet !== null && !event.name.startsWith('Outlet ')) {
    const placed = { value: event.outlet, at, seq: event.seq };
    if (!activity.outlet || isBefore(activity.outlet, placed)) activity.outlet = placed;
  }
  if (showsUse(event.name)) activity.usedAt = later(at, activity.usedAt);
  if (showsIntent(event.name)) activity.intentAt = later(at, activity.intentAt);
}

/** A sign of life at `at` (epoch ms). */
export function seenAt(activity: Activity, at: number): void {
  if (at < activity.firstSeenAt) activity.firstSeenAt = at;
  if (at > activity.lastSeenAt) activity.lastSeenAt = at;
}

/** Adds another home's activity to a person's. */
export function mergeActivity(into: Activity, other: Activity): void {
  into.firstSeenAt = Math.min(into.firstSeenAt, other.firstSeenAt);
  into.lastSeenAt = Math.max(into.lastSeenAt, other.lastSeenAt);
  into.consumption += other.consumption;
  into.behaviour += other.behaviour;
  into.relation += other.relation;
  into.system += other.system;
  const { firstChannel, lastChannel, outlet } = other;
  if (firstChannel && (!into.firstChannel || isBefore(firstChannel, into.firstChannel)))
    into.firstChannel = firstChannel;
  if (lastChannel && (!into.lastChannel || isBefore(into.lastChannel, lastChannel)))
    into.lastChannel = lastChannel;
  if (outlet && (!into.outlet || isBefore(into.outlet, outlet))) into.outlet = outlet;
  if (other.usedAt !== null) into.usedAt = later(other.usedAt, into.usedAt);
  if (other.intentAt !== null) into.intentAt = later(other.intentAt, into.intentAt);
}

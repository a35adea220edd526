import type { LoggedEvent } from '@yutang/core/events';

/** Names by which people's decisions about identities stand in the log. */
export const decisionNames = {
  joined: 'Identities Joined',
  parted: 'Identities Parted',
  withdrawn: 'Decision Withdrawn',
  barred: 'Linking Barred',
  allowed: 'Linking Allowed',
  dismissed: 'Conflict Dismissed',
  erased: 'Customer Erased',
} as const;

/** A decision read from an event. */
export type DecisionEvent = (
  | { kind: 'must'; homes: number[] }
  | { kind: 'part'; sides: [number[], number[]] }
  | { kind: 'withdraw'; decision: string }
  | { kind: 'bar' | 'allow'; namespace: string; value: string }
  | { kind: 'dismiss' }
  | { kind: 'erase' }
) & {
  actor: string | null;
  reason: string | null;
  /** The conflict it resolves, and how. */
  conflict: { a: number; b: number; state: 'same' | 'different' | 'shared' } | null;
};

/**
 * The decision an event carries, or null. Only our own events can decide: an event that came through a write key, an
 * import or a connector has a `sourceId`, whatever it calls itself.
 */
export function readDecision(event: LoggedEvent): DecisionEvent | null {
  if (event.family !== 'system' || event.sourceId !== null) return null;
  const { properties } = event;
  const base = {
    actor: text(properties.actor),
    reason: text(properties.reason),
    conflict: readConflict(properties.conflict),
  };
  switch (event.name) {
    case decisionNames.joined:
      return { kind: 'must', homes: numbers(properties.homes), ...base };
    case decisionNames.parted: {
      const [one, other] = Array.isArray(properties.sides) ? properties.sides : [];
      return { kind: 'part', sides: [numbers(one), numbers(other)], ...base };
    }
    case decisionNames.withdrawn:
      return { kind: 'withdraw', decision: text(properties.decision) ?? '', ...base };
    case decisionNames.barred:
    case decisionNames.allowed: {
      const kind = event.name === decisionNames.barred ? 'bar' : 'allow';
      return {
        kind,
        namespace: text(properties.namespace) ?? '',
        value: text(properties.value) ?? '',
        ...base,
      };
    }
    case decisionNames.dismissed:
      return { kind: 'dismiss', ...base };
    case decisionNames.erased:
      return { kind: 'erase', ...base };
    default:
      return null;
  }
}

/** Homes a decision names, beyond those of the decision it withdraws. */
export function homesOfDecision(decision: DecisionEvent): number[] {
  if (decision.kind === 'must') return decision.homes;
  return decision.kind === 'part' ? decision.sides.flat() : [];
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const numbers = (value: unknown): number[] =>
  Array.isArray(value)
    ? [...new Set(value.filter((item): item is number => Number.isSafeInteger(item) && item > 0))]
    : [];

function readConflict(value: unknown): DecisionEvent['conflict'] {
  if (typeof value !== 'object' || value === null) return null;
  const { a, b, state } = value as Record<string, unknown>;
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b)) return null;
  if (state !== 'same' && state !== 'different' && state !== 'shared') return null;
  return { a: a as number, b: b as number, state };
}

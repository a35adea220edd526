import type { Move, SystemEventDraft } from '../platform/feature.ts';

/** What to report of a tick's moves: one event for each customer that went over into another, or parted from one. */
export function draftsOfMoves(moves: readonly Move[]): SystemEventDraft[] {
  const groups = new Map<string, Move[]>();
  for (const move of moves) {
    const key = `${move.from} ${move.to} ${move.seq}`;
    const group = groups.get(key);
    if (group) group.push(move);
    else groups.set(key, [move]);
  }
  return [...groups.values()].map((group) => {
    const { from, to, at, reason, seq, home } = group[0] as Move;
    // the smaller number survives, so homes that move up are leaving a customer they were part of
    const name = to < from ? 'Customer Merged' : 'Customer Parted';
    return {
      name,
      source: home,
      customer: to,
      occurredAt: at,
      properties: { from, to, homes: group.map((move) => move.home), reason, causedBy: seq },
    };
  });
}

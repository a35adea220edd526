import type { LoggedEvent } from '@yutang/core/events';
import type { Move, SystemEventDraft } from '../platform/feature.ts';

/**
 * What to report of a tick's moves: one event for each customer that went over into another, or parted from one. What an
 * import brought about is history as the import is, so that it fires nothing.
 */
export function draftsOfMoves(moves: readonly Move[], events: readonly LoggedEvent[]): SystemEventDraft[] {
  if (moves.length === 0) return [];
  const history = new Set(events.flatMap((event) => (event.history ? [event.seq] : [])));
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
      history: history.has(seq),
      properties: { from, to, homes: group.map((move) => move.home), reason, causedBy: seq },
    };
  });
}

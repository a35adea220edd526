import { createIdentityGraph, defaultIdentityRules, type IdentityRules } from '@yutang/core/identity';
import type { Tx } from '../../platform/postgres/db.ts';
import { readGraphRows } from './graph-store.ts';
import { readBarred } from './identity-store.ts';

/** What has to be decided so that `homes` and `rest` are different customers. */
export type UnmergePlan = { withdraw: string[] } | { part: [number[], number[]] };

/**
 * Withdraws decisions where that is enough — a merge by hand then leaves no trace — and parts the two sides where
 * evidence joins them as well. Tried out on a copy of the component in memory.
 */
export async function planUnmerge(
  tx: Tx,
  workspaceId: number,
  homes: readonly number[],
  rest: readonly number[],
  rules: IdentityRules = defaultIdentityRules,
): Promise<UnmergePlan> {
  const part: [number[], number[]] = [[...homes], [...rest]];
  const barred = await readBarred(tx, workspaceId);
  const rows = await readGraphRows(tx, workspaceId, [...homes, ...rest], [], (namespace, value) =>
    barred.has(`${namespace} ${value}`),
  );
  const going = new Set(homes);
  const staying = new Set(rest);
  const withdraw = rows.decisions
    .filter(({ kind, sides }) => kind === 'must' && sides[0].some((home) => going.has(home)))
    .filter(({ sides }) => sides[0].some((home) => staying.has(home)))
    .map(({ id }) => id);
  if (withdraw.length === 0) return { part };
  const graph = createIdentityGraph(rules);
  graph.load(rows);
  for (const id of withdraw) {
    const effect = graph.apply({ at: 0, eventId: id, seq: 0, identities: [], pairs: [], withdraw: id });
    if ('missing' in effect) return { part };
  }
  const customers = new Set(homes.map((home) => graph.node(home)?.customer));
  return rest.some((home) => customers.has(graph.node(home)?.customer)) ? { part } : { withdraw };
}

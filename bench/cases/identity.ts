import { createIdentityGraph, defaultIdentityRules } from '../../packages/core/src/identity/index.ts';
import { scorePartition, simulate } from '../../packages/core/src/simulation/index.ts';
import { type Measurement, measured } from '../measurement.ts';
import { type IdentityWorkload, identityWorkload } from '../workloads/identity-changes.ts';

/** Changes a second by a bare union-find: no conflicts, no rules, no history, nothing can be taken apart again. */
function unionFind({ changes, keys }: IdentityWorkload): number {
  const parent = Int32Array.from({ length: keys.length }, (_, i) => i);
  const root = (home: number): number => {
    let at = home;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  const started = performance.now();
  for (const { pairs } of changes) for (const { a, b } of pairs) parent[root(a)] = root(b);
  return changes.length / ((performance.now() - started) / 1000);
}

/** Who is who among the simulated brand's people: how fast, and how right. */
export async function identity(short: boolean): Promise<Measurement[]> {
  const workload = identityWorkload(short ? 3000 : 20_000);
  const { changes, keys, events, truth } = workload;
  const graph = createIdentityGraph(defaultIdentityRules);
  const started = performance.now();
  for (const change of changes) {
    const effect = graph.apply(change);
    if ('missing' in effect) throw new Error('everything is loaded');
  }
  const seconds = (performance.now() - started) / 1000;
  const groups = new Map<unknown, string[]>();
  for (let home = 1; home < keys.length; home++) {
    const group = graph.node(home)?.group;
    const key = keys[home] as string;
    const list = groups.get(group);
    if (list) list.push(key);
    else groups.set(group, [key]);
  }
  const score = scorePartition(truth, groups.values());
  const before = performance.now();
  let simulated = 0;
  const { events: stream } = simulate({
    seed: 5,
    people: 10_000,
    days: 180,
    endAt: Date.now(),
    truth: false,
  });
  for (const _ of stream) simulated++;
  const simulation = simulated / ((performance.now() - before) / 1000);
  return [
    measured({
      name: 'identity.graph',
      value: changes.length / seconds,
      unit: `changes/s (${changes.length} of ${events} events say something new)`,
      floor: { value: unionFind(workload), what: 'bare union-find of the same pairs' },
    }),
    measured({ name: 'identity.precision', value: score.precision, unit: 'share of pairs', target: 1 }),
    measured({
      name: 'identity.recall',
      value: score.recallDeterministic,
      unit: `share of ${score.deterministicPairs} deterministic pairs`,
      target: 0.99,
    }),
    measured({ name: 'simulation', value: simulation, unit: 'events/s', target: 200_000 }),
  ];
}

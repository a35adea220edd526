import {
  compareText,
  createIdentityGraph,
  type Decision,
  type GraphRows,
  type IdentityChange,
  type IdentityEffect,
  type IdentityRow,
  type IdentityRules,
  type LinkRow,
} from '../src/identity/index.ts';

/**
 * For tests: a graph that forgets everything after each change and reads again only the components it needs, as the
 * server does from its tables.
 */
export function createPagedGraph(rules: IdentityRules) {
  const identities = new Map<number, IdentityRow>();
  const links = new Map<string, LinkRow>();
  const decisions = new Map<string, Decision<number>>();

  function rowsOf(homes: number[], pairs: IdentityChange['pairs']): GraphRows {
    const components = new Set(homes.map((home) => identities.get(home)?.component));
    const inside = [...identities.values()].filter((row) => components.has(row.component));
    const loaded = new Set(inside.map((row) => row.home));
    const wanted = [...links.values()].filter(
      (link) =>
        inside.some((row) => (row.home === link.a || row.home === link.b) && isUpTo(link, row)) ||
        pairs.some(({ a, b }) => Math.min(a, b) === link.a && Math.max(a, b) === link.b),
    );
    const outside = new Set(wanted.flatMap(({ a, b }) => [a, b]).filter((home) => !loaded.has(home)));
    return {
      identities: inside.map((row) => ({ ...row })),
      partners: [...outside].map((home) => ({ ...(identities.get(home) as IdentityRow) })),
      links: wanted.map((link) => ({ ...link })),
      decisions: [...decisions.values()].filter(({ sides }) => sides.flat().some((home) => loaded.has(home))),
    };
  }

  function isUpTo(link: LinkRow, { home, sharedHome }: IdentityRow): boolean {
    if (sharedHome === null) return true;
    const place = links.get(`${Math.min(home, sharedHome)}-${Math.max(home, sharedHome)}`) as LinkRow;
    if (link.claimed !== place.claimed) return place.claimed;
    return link.at === place.at ? compareText(link.eventId, place.eventId) <= 0 : link.at < place.at;
  }

  function apply(change: IdentityChange): IdentityEffect {
    const graph = createIdentityGraph(rules);
    const touched = [
      ...change.identities.map(({ home }) => home),
      ...change.pairs.flatMap(({ a, b }) => [a, b]),
      ...(change.decide?.sides.flat() ?? []),
      ...(decisions.get(change.withdraw ?? '')?.sides.flat() ?? []),
      ...(change.bar ? [change.bar.home] : []),
    ];
    graph.load(rowsOf(touched, change.pairs));
    if (change.decide) decisions.set(change.decide.id, change.decide);
    if (change.withdraw) decisions.delete(change.withdraw);
    let effect = graph.apply(change);
    while ('missing' in effect) {
      graph.load(rowsOf(effect.missing, []));
      effect = graph.resume();
    }
    const { nodes, edges } = graph.drain();
    for (const { a, b, claimed, at, eventId, seq, linking, outcome } of edges) {
      links.set(`${a.home}-${b.home}`, { a: a.home, b: b.home, claimed, at, eventId, seq, linking, outcome });
    }
    for (const node of nodes) {
      const { home, namespace, value, customer, verified, sharedBy, component } = node;
      const sharedHome = sharedBy && (sharedBy.a === node ? sharedBy.b : sharedBy.a).home;
      const row = { home, namespace, value, customer, verified, sharedHome, component: component.id };
      identities.set(home, { ...row, barred: identities.get(home)?.barred ?? node.barred });
    }
    if (change.bar) (identities.get(change.bar.home) as IdentityRow).barred = change.bar.barred;
    return effect;
  }

  return { apply, identities };
}

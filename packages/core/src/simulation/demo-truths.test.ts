import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brandChannels, demoSimulation, scorePartition, simulate, type Truth } from './index.ts';

const document = readFileSync(new URL('../../../../docs/demo-truths.md', import.meta.url), 'utf8');
const endAt = Date.parse('2026-11-21T16:00:00Z');

/** What the document's tables must say, by the first cell of the row. */
function figures(truth: Truth, deliveries: number): Map<string, string> {
  const { people } = truth;
  const count = (test: (person: Truth['people'][number]) => boolean) => people.filter(test).length;
  const of = (kind: string) => truth.collisions.filter((collision) => collision.kind === kind);
  const rows: [string, number | string][] = [
    ['deliveries', deliveries],
    ['people', people.length],
    ['buyers by nature', count((person) => person.buyer)],
    ['bought', count((person) => person.orders > 0)],
    ['bought again', count((person) => person.orders > 1)],
    ['lost for good', count((person) => !person.alive)],
    ['members', count((person) => person.member !== null)],
    ['in the mini program', count((person) => person.mall)],
    ['friends of a guide now', count((person) => person.contact)],
    ['were friends, are no more', count((person) => person.knowsContact && !person.contact)],
    ['followers now', count((person) => person.follows)],
    ['in a community now', count((person) => person.community !== null)],
    ['friends or in a community', count((person) => person.contact || person.community !== null)],
    ['website accounts', count((person) => person.user)],
    ['identities', truth.owners.size],
    ['deterministic pairs', scorePartition(truth, []).deterministicPairs],
    ['typo', of('typo').length],
    ['family-phone', of('family-phone').length],
    ['recycled-number', of('recycled-number').length],
    [
      'outlet-phone',
      of('outlet-phone')
        .map((entry) => entry.people.length)
        .join(' and '),
    ],
    ['family tablets', [...truth.unreliable].filter((key) => key.startsWith('anonymous')).length],
    ['claims', truth.claims.length],
  ];
  for (const channel of brandChannels) {
    if (channel.weight === 0) continue;
    const own = people.filter((person) => !person.founding && person.channel === channel);
    const bought = own.filter((person) => person.orders > 0).length;
    rows.push([`\`${channel.key}\``, `${own.length} | ${bought}`]);
  }
  return new Map(rows.map(([label, value]) => [label, String(value)]));
}

describe('docs/demo-truths.md', () => {
  it('says of the demo what the simulation truly holds', () => {
    const { events, truth } = simulate({ ...demoSimulation, endAt });
    let deliveries = 0;
    const startedAt = performance.now();
    for (const _ of events) deliveries++;
    const seconds = (performance.now() - startedAt) / 1000;
    console.info(
      `simulated ${deliveries} deliveries in ${seconds.toFixed(1)} s: ${Math.round(deliveries / seconds)} a second`,
    );
    // the known effect: the channel that brought somebody moves what they spend, by its quality
    const meanSpend = (key: string) => {
      const own = truth.people.filter((person) => !person.founding && person.channel.key === key);
      return own.reduce((sum, person) => sum + person.spendMinor, 0) / own.length;
    };
    const base = meanSpend('feed_ads');
    for (const [key, effect] of [
      ['xiaohongshu', 1.3],
      ['douyin', 0.7],
    ] as const)
      expect(Math.abs(meanSpend(key) / base / effect - 1), key).toBeLessThan(0.12);
    const said = new Map<string, string>();
    for (const line of document.split('\n')) {
      const cells = line.split('|').map((cell) => cell.trim());
      if (cells.length > 3 && cells[1]) {
        said.set(cells[1], cells.slice(2, cells[1].startsWith('`') ? 4 : 3).join(' | '));
      }
    }
    const truths = figures(truth, deliveries);
    expect(
      new Map([...truths.keys()].map((label) => [label, said.get(label)?.replaceAll(' ', ' ')])),
    ).toEqual(truths);
  });
});

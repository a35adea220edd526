import { describe, expect, it } from 'vitest';
import { defaultIdentityRules, evidenceTime, type Link, partition } from '../identity/index.ts';
import { connectedIdentities, scorePartition, simulate } from './index.ts';

const run = simulate({ seed: 3, people: 4000, days: 180, endAt: Date.parse('2026-11-21T16:00:00Z') });
const links: Link[] = [];
for (const { event } of run.events) {
  if (event.identities.length === 0) continue;
  links.push({ at: evidenceTime(event), eventId: event.messageId, identities: event.identities });
}
const { truth } = run;

describe('scoring a partition', () => {
  it('gives everybody their own group precision 1 and recall 0', () => {
    const score = scorePartition(
      truth,
      [...truth.owners.keys()].map((key) => [key]),
    );
    expect(score).toMatchObject({ precision: 1, recallDeterministic: 0, unexplainedMerges: [] });
  });

  it('finds the true partition perfect, and a wrong join in it', () => {
    const byPerson = connectedIdentities(truth).map((entry) => entry.identities);
    expect(scorePartition(truth, byPerson)).toMatchObject({ precision: 1, recallDeterministic: 1 });
    const [first = [], ...rest] = byPerson;
    const other = rest.pop() ?? [];
    const score = scorePartition(truth, [[...first, ...other], ...rest]);
    expect(score.precision).toBeLessThan(1);
    expect(score.unexplainedMerges).toHaveLength(1);
  });

  it('explains the join of people whose phones collide', () => {
    const planted = truth.collisions.find((collision) => collision.people.length === 2);
    const own = (person: number | undefined) =>
      connectedIdentities(truth)
        .filter((entry) => entry.person === person)
        .flatMap((entry) => entry.identities);
    const score = scorePartition(truth, [[...own(planted?.people[0]), ...own(planted?.people[1])]]);
    expect(score).toMatchObject({ precision: 1, plantedMerges: 1, unexplainedMerges: [] });
  });
});

describe('the partition on the simulated brand', () => {
  const result = partition({ links, decisions: [], nonLinking: [] }, defaultIdentityRules);
  const score = scorePartition(truth, result.groups);

  it('[ID-01] joins nobody wrongly and misses less than one deterministic pair in a hundred', () => {
    expect(score.unexplainedMerges).toEqual([]);
    expect(score.precision).toBe(1);
    expect(score.recallDeterministic).toBeGreaterThanOrEqual(0.99);
  });

  it('[ID-05] has every planted collision in review or among the shared values', () => {
    for (const { identity } of truth.collisions) {
      const reviewed = result.conflicts.some((conflict) => conflict.split('|').includes(identity));
      expect([identity, reviewed || result.shared.includes(identity)]).toEqual([identity, true]);
    }
  });

  it('joins no one by what a browser claims', () => {
    const groupOf = new Map(result.groups.flatMap((group, i) => group.map((key) => [key, i] as const)));
    expect(truth.claims.length).toBeGreaterThan(0);
    for (const { identity, attacker } of truth.claims) {
      const account = `user u${100_000 + attacker}`;
      expect(groupOf.get(identity)).not.toBe(groupOf.get(account));
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlayer } from '../../testing/graph-player.ts';
import {
  happeningsOf,
  keys,
  linkArbitrary,
  shuffled,
  storyArbitrary,
  tightRules,
} from '../../testing/partition-story.ts';
import { defaultIdentityRules, type Link, partition } from './index.ts';

/** Cases per property: a fast subset by default, `YUTANG_PROPERTY_RUNS=20000` for the full run. */
const runs = Number(process.env.YUTANG_PROPERTY_RUNS ?? 600);

describe('the partition', { timeout: 20_000 + runs * 100 }, () => {
  it('[ID-01] [ID-05] is the same for every order of arrival, and step by step equals from scratch', () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => {
        const chosen = story.tight ? tightRules : defaultIdentityRules;
        const { all, decisions, links } = happeningsOf(story);
        const defined = partition({ links, decisions, nonLinking: story.barred }, chosen);
        const order = story.order[Symbol.iterator]();
        for (let round = 0; round < 3; round++) {
          // in the last round nothing is held in memory from one event to the next
          const { feed, answer } = createPlayer(chosen, round === 2);
          for (const happening of shuffled(all, order)) feed(happening);
          const found = answer();
          const known = new Set(found.groups.flat());
          // a value that was only ever barred, or only named in a withdrawn decision, is nobody yet in the definition
          const extra = [...known].filter((key) => !defined.groups.some((group) => group.includes(key)));
          for (const key of extra) expect(found.groups).toContainEqual([key]);
          expect({
            ...found,
            groups: found.groups.filter((group) => !extra.includes(group[0] as string)),
          }).toEqual(defined);
        }
      }),
      { numRuns: runs, verbose: 1 },
    );
  });

  it('[ID-05] every prefix of an arrival order equals the definition on what has arrived', () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => {
        const chosen = story.tight ? tightRules : defaultIdentityRules;
        const { all } = happeningsOf({ ...story, decisions: [], barred: [] });
        const { feed, answer } = createPlayer(chosen);
        const links: Link[] = [];
        for (const happening of shuffled(all, story.order[Symbol.iterator]())) {
          feed(happening);
          if (happening.kind === 'link') links.push(happening.link);
          expect(answer()).toEqual(partition({ links, decisions: [], nonLinking: [] }, chosen));
        }
      }),
      { numRuns: Math.ceil(runs / 4), verbose: 1 },
    );
  });

  it('[ID-05] in-order verified evidence never splits anyone', () => {
    fc.assert(
      fc.property(fc.array(linkArbitrary, { minLength: 1, maxLength: 14 }), fc.boolean(), (drafts, tight) => {
        const graph = createPlayer(tight ? tightRules : defaultIdentityRules);
        const links = drafts.map(
          ({ identities }, at): Link => ({
            at,
            eventId: `e${at}`,
            identities: identities.map((identity) => ({ ...identity, verified: true })),
          }),
        );
        let before: string[][] = [];
        for (const link of links) {
          graph.feed({ kind: 'link', link });
          const after = graph.answer().groups;
          for (const group of before) {
            expect(after.some((other) => group.every((key) => other.includes(key)))).toBe(true);
          }
          before = after;
        }
      }),
      { numRuns: Math.ceil(runs / 4), verbose: 1 },
    );
  });

  it('[ID-05] a decision withdrawn leaves nothing behind: with links in between it equals never having been made', () => {
    fc.assert(
      fc.property(storyArbitrary, (story) => {
        const chosen = story.tight ? tightRules : defaultIdentityRules;
        const withdrawn = { ...story, decisions: story.decisions.map((d) => ({ ...d, withdrawn: true })) };
        const [made, never] = [createPlayer(chosen), createPlayer(chosen)];
        const happenings = shuffled(happeningsOf(withdrawn).all, story.order[Symbol.iterator]());
        for (const key of keys) {
          for (const one of [made, never]) {
            const blank = key.indexOf(' ');
            const identity = { namespace: key.slice(0, blank), value: key.slice(blank + 1), verified: false };
            one.feed({ kind: 'link', link: { at: 0, eventId: 'birth', identities: [identity] } });
          }
        }
        for (const happening of happenings) {
          made.feed(happening);
          if (happening.kind === 'link' || happening.kind === 'bar') never.feed(happening);
        }
        expect(made.answer()).toEqual(never.answer());
      }),
      { numRuns: Math.ceil(runs / 4), verbose: 1 },
    );
  });
});

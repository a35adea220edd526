import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChannelBook } from '../channels/index.ts';
import type { ConsentFact, RelationFact } from '../customers/index.ts';
import { derivePerson, type Facets, standingOf } from './derive-person.ts';
import { pondFlags, pondState, pondStateNames, privateState, statesOf } from './pond-state.ts';

const book = createChannelBook([]);
const relation = (
  kind: string,
  ref: string,
  active: boolean,
  at: number,
  more: Partial<RelationFact> = {},
): RelationFact => ({
  home: 1,
  seq: at,
  at,
  kind,
  ref,
  active,
  by: null,
  channel: null,
  role: null,
  ...more,
});
const consent = (
  channel: string,
  granted: boolean,
  at: number,
  more: Partial<ConsentFact> = {},
): ConsentFact => ({
  home: 1,
  seq: at,
  at,
  purpose: 'marketing',
  channel,
  granted,
  textVersion: 'v1',
  by: null,
  ...more,
});
const derive = (facets: Partial<Facets & { channels: string[] }>) =>
  derivePerson({ namespaces: [], relations: [], consents: [], channels: [], ...facets }, book);
const friend = relation('contact', 'li.si', true, 10, { channel: 'wecom' });

describe('the three-part test', () => {
  it('[ACQ-01] a person with only a Tmall nickname is identified only, not private', () => {
    const person = derive({ namespaces: ['shop:tmall'], channels: ['tmall'] });
    expect(person).toMatchObject({
      identifiable: true,
      reachable: false,
      operable: false,
      private: false,
      stock: true,
    });
    expect(person.domainLevel).toBe('commercial');
    expect(person.evidence).toEqual([
      { part: 'identifiable', holds: true, code: 'identity', ref: 'shop:tmall', channel: null, since: null },
      { part: 'reachable', holds: false, code: 'no_relation', ref: null, channel: null, since: null },
      { part: 'operable', holds: false, code: 'no_owner', ref: null, channel: null, since: null },
    ]);
  });

  it('[ACQ-01] a friend of a guide is private; after deleting the friend not reachable, with the reason', () => {
    const namespaces = ['external_userid:corp'];
    const person = derive({ namespaces, relations: [friend] });
    expect(person).toMatchObject({
      private: true,
      stock: false,
      owner: 'li.si',
      ownerSince: 10,
      domainLevel: 'private',
    });
    expect(person.evidence.map(({ part, code, ref }) => `${part} ${code} ${ref}`)).toEqual([
      'identifiable identity external_userid:corp',
      'reachable contact li.si',
      'operable owner li.si',
      'operable container li.si',
    ]);
    const left = derive({
      namespaces,
      relations: [friend, relation('contact', 'li.si', false, 20, { by: 'customer' })],
    });
    expect(left).toMatchObject({ private: false, reachable: false, stock: true });
    expect(left.evidence.find(({ part }) => part === 'reachable')).toMatchObject({
      holds: false,
      code: 'deleted',
      since: 20,
    });
  });

  it('[ACQ-01] machines alone make a visitor, whatever they saw', () => {
    const person = derive({ namespaces: ['device', 'anonymous'], channels: ['website', 'douyin', 'wecom'] });
    expect(person).toMatchObject({ visitor: true, stock: false, domainLevel: 'semi' });
    expect(person.evidence[0]).toMatchObject({ holds: false, code: 'only_weak' });
    expect(derive({}).domainLevel).toBe('public');
    expect(derive({ namespaces: ['nonsense'] }).visitor).toBe(true);
  });

  it('a fan is reachable but not operable; an owner or a group makes the difference', () => {
    const namespaces = ['openid:wx1'];
    const fan = relation('follow', 'gh_1', true, 5, { channel: 'official_account' });
    expect(derive({ namespaces, relations: [fan] })).toMatchObject({
      reachable: true,
      operable: false,
      domainLevel: 'semi',
    });
    expect(derive({ namespaces, relations: [fan, relation('owner', 'wang', true, 6)] }).private).toBe(true);
    expect(derive({ namespaces, relations: [relation('community', 'g1', true, 6)] }).private).toBe(true);
    const gone = derive({
      namespaces,
      relations: [fan, relation('follow', 'gh_1', false, 6), relation('community', 'g', false, 7)],
    });
    expect(gone.evidence.filter(({ part }) => part === 'reachable').map(({ code }) => code)).toEqual([
      'unfollowed',
      'left',
    ]);
  });

  it('[CMP-06] an address reaches nobody without consent, and no more after its withdrawal', () => {
    const namespaces = ['phone', 'email'];
    const codes = (consents: ConsentFact[]) =>
      derive({ namespaces, consents })
        .evidence.filter(({ part }) => part === 'reachable')
        .map(({ code, ref }) => `${code} ${ref}`);
    expect(codes([])).toEqual(['no_consent phone', 'no_consent email']);
    expect(codes([consent('sms', true, 1)])).toEqual(['sms_consent phone']);
    expect(codes([consent('*', true, 1)])).toEqual(['sms_consent phone', 'email_consent email']);
    expect(codes([consent('sms', true, 1), consent('sms', false, 2)])).toEqual([
      'consent_withdrawn phone',
      'no_consent email',
    ]);
    expect(codes([consent('sms', true, 1), consent('*', false, 2)])).toEqual([
      'consent_withdrawn phone',
      'consent_withdrawn email',
    ]);
    expect(codes([consent('sms', true, 1, { purpose: 'chat_analysis' })])).toEqual([
      'no_consent phone',
      'no_consent email',
    ]);
    expect(derive({ namespaces: ['user'], consents: [consent('sms', true, 1)] }).reachable).toBe(false);
  });

  it('does not depend on the order in which facts are given', () => {
    const fact = fc.record({
      kind: fc.constantFrom('contact', 'follow', 'community', 'owner'),
      ref: fc.constantFrom('a', 'b', '*', ''),
      active: fc.boolean(),
      at: fc.nat(5),
      seq: fc.nat(1000),
    });
    const unique = fc.uniqueArray(fact, { selector: ({ seq }) => seq, maxLength: 12 });
    fc.assert(
      fc.property(unique, fc.infiniteStream(fc.nat()), (facts, noise) => {
        const relations = facts
          .filter(({ ref, active }) => ref !== '*' || !active)
          .map(({ kind, ref, active, at, seq }) => relation(kind, ref, active, at, { seq }));
        const shuffled = relations
          .map((each) => ({ each, key: noise.next().value }))
          .sort((a, b) => a.key - b.key);
        const facets = { namespaces: ['phone'], consents: [] };
        expect(standingOf({ ...facets, relations: shuffled.map(({ each }) => each) })).toEqual(
          standingOf({ ...facets, relations }),
        );
      }),
    );
  });
});

describe('states', () => {
  it('are named so that visitor and identifiable split everybody, and private is all three', () => {
    expect(pondState({ identifiable: true, reachable: true, operable: true })).toBe(privateState);
    for (let state = 0; state < 8; state++) {
      const flags = pondFlags(state);
      expect(flags.visitor).toBe(!flags.identifiable);
      expect(flags.private).toBe(flags.identifiable && flags.reachable && flags.operable);
      expect(flags.stock).toBe(flags.identifiable && !flags.private);
      for (const name of pondStateNames) expect(statesOf(name).includes(state)).toBe(flags[name]);
    }
  });
});

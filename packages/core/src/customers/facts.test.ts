import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../events/index.ts';
import { cardKeys, displayName, readAttributes } from './attributes.ts';
import { type ConsentFact, currentConsents, isAllowed, readConsent } from './consent.ts';
import { isPersonal, maskProperties } from './mask.ts';
import { containerOf, latestRelations, ownerOf, type RelationFact, readRelation } from './relation-fact.ts';
import { intentWindow, rolesOf, showsIntent, showsUse } from './roles.ts';

const event = (name: string, properties: Record<string, unknown> = {}, more: Partial<LoggedEvent> = {}) =>
  ({
    name,
    properties,
    type: 'track',
    seq: 5,
    occurredAt: 100,
    source: 7,
    channel: null,
    staff: null,
    ...more,
  }) as LoggedEvent;
const fact = (kind: string, ref: string, active: boolean, at: number): RelationFact => ({
  home: 1,
  seq: at,
  at,
  kind,
  ref,
  active,
  by: null,
  channel: null,
  role: null,
});

describe('attributes', () => {
  it('of a membership are the known ones, whatever a key is called', () => {
    const joined = event('Member Joined', JSON.parse('{"constructor":"x","__proto__":1,"level":"gold"}'));
    expect(readAttributes(joined)).toEqual([
      ['memberSince', '100'],
      ['memberLevel', '"gold"'],
    ]);
  });

  it('stay the JSON they are when a text spells an escape', () => {
    const said = event('Profile Updated', { name: '\\u0000' });
    expect(readAttributes(said)).toEqual([['name', JSON.stringify('\\u0000')]]);
  });
});

describe('masking', () => {
  it('hides an identity whatever the key it stands under', () => {
    const barred = { namespace: 'phone', value: '13800138000', reason: 'till' };
    expect(maskProperties(barred)).toEqual({ namespace: '****', value: '****', reason: 'till' });
    expect(maskProperties({ payer: 'phone 13800138000', to: 'checkout', deep: [barred] })).toEqual({
      payer: '****',
      to: 'checkout',
      deep: [{ namespace: '****', value: '****', reason: 'till' }],
    });
  });
});

describe('relations', () => {
  it('[DAT-01] are read from the standard events', () => {
    expect(readRelation(event('Contact Added', { staff: 'li.si' }, { channel: '抖音' }))).toEqual({
      home: 7,
      seq: 5,
      at: 100,
      kind: 'contact',
      ref: 'li.si',
      active: true,
      by: null,
      channel: 'douyin',
      role: null,
    });
    expect(readRelation(event('Contact Removed', { by: 'customer' }, { staff: 'li.si' }))).toMatchObject({
      ref: 'li.si',
      active: false,
      by: 'customer',
    });
    expect(readRelation(event('Contact Removed', { by: 'nobody' }))).toMatchObject({ ref: '*', by: null });
    expect(readRelation(event('Account Followed', {}))).toMatchObject({ kind: 'follow', ref: '' });
    expect(readRelation(event('Community Left', { community: 12 }))).toMatchObject({
      kind: 'community',
      ref: '12',
      active: false,
    });
    expect(readRelation(event('Owner Assigned', {}))).toBeUndefined();
    for (const name of ['constructor', '__proto__', 'toString'])
      expect(readRelation(event(name, { staff: 'a' }))).toBeUndefined();
    expect(readRelation(event('Page Viewed'))).toBeUndefined();
    expect(readRelation(event('Contact Added', { staff: 'a' }, { source: 0 }))).toBeUndefined();
  });

  it('[ID-13] any other edge is data: organisation, family, inviter', () => {
    expect(readRelation(event('Group Joined', { groupId: 'acme', role: 'buyer' }))).toMatchObject({
      kind: 'member_of',
      ref: 'acme',
      role: 'buyer',
    });
    expect(readRelation(event('Group Joined', {}))).toBeUndefined();
    expect(
      readRelation(event('Relation Stated', { relation: 'invited_by', to: 'phone 13800000001' })),
    ).toMatchObject({ kind: 'invited_by', active: true });
    expect(readRelation(event('Relation Ended', { relation: 'family', to: 'user 1' }))).toMatchObject({
      active: false,
    });
    expect(readRelation(event('Relation Stated', { relation: 'owner', to: 'user 1' }))).toBeUndefined();
  });

  it('hold by the latest word on each, and an end of all ends all', () => {
    const latest = latestRelations([
      fact('contact', 'a', true, 1),
      fact('contact', 'b', true, 2),
      fact('contact', '*', false, 3),
      fact('contact', '*', false, 2),
      fact('contact', 'c', true, 4),
    ]);
    expect(latest.map(({ ref, active }) => [ref, active])).toEqual([
      ['a', false],
      ['b', false],
      ['c', true],
    ]);
    expect(containerOf('Contact Added')).toBe('wecom');
    expect(containerOf('Member Joined')).toBe('membership');
    expect(containerOf('Contact Removed')).toBeNull();
  });

  it('the owner is the last one assigned, else the guide of the oldest living contact', () => {
    expect(ownerOf([])).toBeNull();
    expect(
      ownerOf([fact('contact', 'b', true, 2), fact('contact', 'a', true, 1), fact('contact', '', true, 0)]),
    ).toEqual({ staff: 'a', since: 1 });
    expect(
      ownerOf([fact('owner', 'x', true, 3), fact('owner', 'y', true, 4), fact('owner', 'x', false, 5)]),
    ).toEqual({ staff: 'y', since: 4 });
    expect(
      ownerOf([fact('owner', 'x', true, 3), fact('owner', '*', false, 5), fact('contact', 'a', true, 1)]),
    ).toEqual({ staff: 'a', since: 1 });
  });
});

describe('consents', () => {
  it('[CMP-06] are read with purpose, channel and version of the text', () => {
    expect(
      readConsent(
        event('Consent Granted', { purpose: 'Marketing', channel: 'SMS', textVersion: 3, recordedBy: 'ann' }),
      ),
    ).toEqual({
      home: 7,
      seq: 5,
      at: 100,
      purpose: 'marketing',
      channel: 'sms',
      granted: true,
      textVersion: '3',
      by: 'ann',
    });
    // where it was given is not what it is about
    expect(readConsent(event('Consent Withdrawn', { channel: 'website' }))).toMatchObject({
      purpose: 'marketing',
      channel: '*',
      granted: false,
      textVersion: null,
      by: null,
    });
    expect(readConsent(event('Consent Granted', { consentChannel: 'email', channel: 'sms' }))?.channel).toBe(
      'email',
    );
    expect(readConsent(event('Page Viewed'))).toBeUndefined();
    expect(readConsent(event('Consent Granted', {}, { source: 0 }))).toBeUndefined();
  });

  it('[CMP-06] the latest word of a home holds; between homes the stricter', () => {
    const word = (home: number, granted: boolean, at: number, channel = 'sms'): ConsentFact => ({
      home,
      seq: at,
      at,
      purpose: 'marketing',
      channel,
      granted,
      textVersion: null,
      by: null,
    });
    const allowed = (...facts: ConsentFact[]) => isAllowed(currentConsents(facts), 'marketing', 'sms');
    expect(allowed()).toBe(false);
    expect(allowed(word(1, false, 1), word(1, true, 2))).toBe(true);
    expect(allowed(word(1, false, 1), word(2, true, 2))).toBe(false);
    expect(allowed(word(2, true, 2), word(1, false, 1))).toBe(false);
    expect(allowed(word(1, true, 1), word(2, true, 2))).toBe(true);
    expect(allowed(word(1, true, 1, '*'), word(1, false, 2))).toBe(false);
    expect(isAllowed(currentConsents([word(1, true, 1, 'email')]), 'marketing', 'sms')).toBe(false);
  });
});

describe('attributes', () => {
  it('[ID-08] come from traits, profile updates and membership', () => {
    expect(
      readAttributes(event('Profile Updated', { city: '上海', channel: 'x', gone: undefined, '': 1 })),
    ).toEqual([['city', '"上海"']]);
    expect(readAttributes(event('Custom', { a: null }, { type: 'identify' }))).toEqual([['a', 'null']]);
    expect(
      readAttributes(event('Member Joined', { memberNo: 'M1', level: 'gold', outlet: null, staff: 'x' })),
    ).toEqual([
      ['memberSince', '100'],
      ['memberNo', '"M1"'],
      ['memberLevel', '"gold"'],
    ]);
    expect(readAttributes(event('Product Viewed', { city: 'x' }))).toEqual([]);
    expect(readAttributes(event('Profile Updated', { city: 'x' }, { source: 0 }))).toEqual([]);
    expect(readAttributes(event('Profile Updated', { big: 'x'.repeat(5000) }))).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`k${i}`, i]));
    expect(readAttributes(event('Profile Updated', many))).toHaveLength(100);
    expect(cardKeys.has('memberNo')).toBe(true);
  });

  it('name a person as people would', () => {
    const named = (traits: Record<string, unknown>) => displayName(new Map(Object.entries(traits)));
    expect(named({ name: ' 王小明 ', nickname: 'x' })).toBe('王小明');
    expect(named({ firstName: '小明', lastName: '王' })).toBe('王小明');
    expect(named({ firstName: 'Ada', lastName: 'Lovelace' })).toBe('Ada Lovelace');
    expect(named({ nickname: 'fish', name: 7 })).toBe('fish');
    expect(named({})).toBeNull();
  });
});

describe('roles', () => {
  it('[ID-11] cart → consumer; pays → customer and no consumer; gifted product → user only', () => {
    const now = 1000 + intentWindow;
    expect(rolesOf({ usedAt: null, intentAt: 1000, paidAt: null }, now)).toEqual({
      isUser: false,
      isConsumer: true,
      isCustomer: false,
    });
    expect(rolesOf({ usedAt: null, intentAt: 1000, paidAt: null }, now + 1).isConsumer).toBe(false);
    expect(rolesOf({ usedAt: null, intentAt: 1000, paidAt: 1001 }, now)).toEqual({
      isUser: false,
      isConsumer: false,
      isCustomer: true,
    });
    expect(rolesOf({ usedAt: 5, intentAt: null, paidAt: null }, now)).toEqual({
      isUser: true,
      isConsumer: false,
      isCustomer: false,
    });
    expect(rolesOf({ usedAt: 5, intentAt: 2000, paidAt: 1000 }, 3000)).toEqual({
      isUser: true,
      isConsumer: true,
      isCustomer: true,
    });
    expect([showsIntent('Product Added'), showsIntent('Product Viewed'), showsUse('Product Used')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('masking', () => {
  it('[CMP-12] hides personal values wherever they are nested, and leaves products alone', () => {
    const masked = maskProperties({
      phone: '13800000001',
      city: 'x',
      nick: null,
      nested: { email: 'a', list: [{ realName: 'b' }, 3] },
      products: [{ name: 'Milk' }],
      name: null,
    });
    expect(masked).toEqual({
      phone: '****',
      city: 'x',
      nick: null,
      nested: { email: '****', list: [{ realName: '****' }, 3] },
      products: [{ name: 'Milk' }],
      name: null,
    });
    expect([isPersonal('shippingAddress'), isPersonal('ip'), isPersonal('shipping')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

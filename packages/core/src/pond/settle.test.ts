import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChannelBook } from '../channels/index.ts';
import { isOwnPlace, type Step, settle, type Touch } from './settle.ts';

const { classOf } = createChannelBook([]);
const step = (channel: string, entered: boolean, at: number, more: Partial<Step> = {}): Step => ({
  home: 1,
  channel,
  entered,
  at,
  seq: at,
  campaign: null,
  staff: null,
  code: null,
  ...more,
});
const touch = (
  channel: string | null,
  at: number,
  costMinor: number,
  campaign: string | null = null,
): Touch => ({
  home: 1,
  channel,
  campaign,
  at,
  seq: at,
  costMinor,
});

describe('settlement', () => {
  it('[ACQ-03] ad click → follow → add friend gives two rows with the right from and to', () => {
    const steps = [
      step('feed_ads', false, 1, { campaign: 'spring' }),
      step('official_account', true, 2),
      step('wecom', true, 3, { staff: 'li.si' }),
    ];
    const rows = settle(steps, [touch('feed_ads', 1, 200, 'spring')], classOf);
    expect(rows).toMatchObject([
      {
        fromChannel: 'feed_ads',
        toChannel: 'official_account',
        at: 2,
        costMinor: 200,
        campaign: 'spring',
        staff: null,
      },
      { fromChannel: 'official_account', toChannel: 'wecom', at: 3, costMinor: 0, staff: 'li.si' },
    ]);
    expect(rows[0]?.firstTouch).toEqual({ channel: 'feed_ads', campaign: 'spring', at: 1 });
    expect(rows[1]?.lastTouch).toEqual({ channel: 'feed_ads', campaign: 'spring', at: 1 });
  });

  it('[ACQ-03] keeps the first and the last touch, and what all of them cost', () => {
    const touches = [
      touch('douyin', 1, 100, 'a'),
      touch('feed_ads', 2, 200, 'b'),
      touch('douyin', 3, 50, 'c'),
      touch('douyin', 9, 70),
    ];
    const steps = [
      step('douyin', false, 1, { campaign: 'a' }),
      step('feed_ads', false, 2),
      step('wecom', true, 5),
    ];
    expect(settle(steps, touches, classOf)).toMatchObject([
      {
        fromChannel: 'douyin',
        toChannel: 'wecom',
        costMinor: 350,
        campaign: 'c',
        firstTouch: { channel: 'douyin', campaign: 'a', at: 1 },
        lastTouch: { channel: 'douyin', campaign: 'c', at: 3 },
      },
    ]);
  });

  it('moves inward only: back to a more public place, or between equals, settles nothing', () => {
    const steps = [
      step('wecom', true, 1),
      step('official_account', true, 2),
      step('community', true, 3),
      step('membership', true, 4),
    ];
    expect(settle(steps, [], classOf).map((row) => row.toChannel)).toEqual(['wecom']);
    expect(settle(steps, [], classOf)[0]?.fromChannel).toBeNull();
  });

  it('being seen in public, or reached by a message, is not being settled', () => {
    const steps = [
      step('douyin', true, 1),
      step('sms', true, 2),
      step('taobao', true, 3),
      step('website', false, 4),
    ];
    expect(settle(steps, [], classOf)).toEqual([]);
    expect(isOwnPlace('outlet', { classOf })).toBe(false);
    expect(isOwnPlace('mini_program', { classOf })).toBe(true);
  });

  it('[ACQ-02] follows the class a channel has', () => {
    const steps = [step('douyin', false, 1), step('our_forum', true, 2)];
    expect(settle(steps, [], classOf)).toEqual([]);
    const semi = createChannelBook([
      {
        name: 'our_forum',
        title: 'Forum',
        platform: null,
        domainClass: 'semi',
        paidToReach: false,
        reusable: true,
        dataExportable: true,
        form: null,
        line: null,
        carrier: null,
        connection: null,
        trend: null,
      },
    ]);
    expect(settle(steps, [], semi.classOf)).toMatchObject([
      { fromChannel: 'douyin', toChannel: 'our_forum' },
    ]);
  });

  it('does not depend on the order in which steps and touches came', () => {
    const channel = fc.constantFrom(
      'douyin',
      'feed_ads',
      'official_account',
      'wecom',
      'membership',
      'website',
      'sms',
    );
    const steps = fc.array(fc.record({ channel, entered: fc.boolean(), at: fc.nat(6) }), { maxLength: 10 });
    const touches = fc.array(fc.record({ channel, at: fc.nat(6), cost: fc.nat(3) }), { maxLength: 6 });
    fc.assert(
      fc.property(steps, touches, fc.infiniteStream(fc.nat()), (someSteps, someTouches, noise) => {
        const shuffle = <T>(list: T[]) =>
          list
            .map((each) => ({ each, key: noise.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ each }) => each);
        const ordered = someSteps.map((each, seq) => step(each.channel, each.entered, each.at, { seq }));
        const paid = someTouches.map((each, seq) => ({
          ...touch(each.channel, each.at, each.cost),
          seq: 100 + seq,
        }));
        const rows = settle(ordered, paid, classOf);
        expect(settle(shuffle(ordered), shuffle(paid), classOf)).toEqual(rows);
        expect(rows.reduce((sum, row) => sum + row.costMinor, 0)).toBeLessThanOrEqual(
          paid.reduce((sum, each) => sum + each.costMinor, 0),
        );
      }),
    );
  });
});

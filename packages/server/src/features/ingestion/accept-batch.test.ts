import { unpackEvents } from '@yutang/core/events';
import { describe, expect, it } from 'vitest';
import { type Delivery, type Judge, judgeBatch, judgeItem } from './accept-batch.ts';

const delivery: Delivery = {
  holder: { workspaceId: 1, sourceId: 2, verified: false, channel: null },
  type: undefined,
  history: false,
  receivedAt: Date.UTC(2026, 10, 1),
  ip: '127.0.0.1',
  kept: null,
};
const judge: Judge = { family: () => 'behaviour', check: () => ({ verdict: 'accept', problems: [] }) };
const item = (more: object = {}) => ({ type: 'track', event: 'x', userId: 'u', ...more });

describe('a batch', () => {
  it('[DAT-02] keeps its good items and names every bad one by its place', () => {
    const judged = judgeBatch({ batch: [item(), 5, item({ type: 'no' }), item()] }, delivery, judge);
    expect(judged.accepted).toBe(2);
    expect(judged.rejected.map(({ index }) => index)).toEqual([1, 2]);
    expect(judged.collected.refused.map((one) => one.item)).toEqual([5, item({ type: 'no' })]);
    expect(unpackEvents(String(judged.collected.body))).toHaveLength(2);
  });

  it('[DAT-02] is kept as it came when all of it is good, and read again as it was judged', () => {
    const body = {
      sentAt: '2026-10-31T23:59:00Z',
      batch: [item({ event: '到店', properties: { total: 5 }, timestamp: '2026-10-31T23:00:00Z' }), item()],
    };
    const own: Judge = { ...judge, family: (_, name) => (name === '到店' ? 'relation' : 'behaviour') };
    const named = { ...body, batch: body.batch.map((one, n) => ({ ...one, messageId: `m${n}` })) };
    const packed = judgeBatch(named, delivery, own).collected.body;
    const kept = judgeBatch(named, { ...delivery, kept: Buffer.from(JSON.stringify(named)) }, own).collected;
    expect(String(kept.body)).toContain(JSON.stringify(named));
    expect(kept.items).toBe(2);
    expect(unpackEvents(String(kept.body))).toEqual(unpackEvents(String(packed)));
    const inherited = { batch: [item({ event: 'constructor' }), item({ event: '__proto__' })] };
    const strange = { ...delivery, kept: Buffer.from(JSON.stringify(inherited)) };
    for (const { family } of unpackEvents(String(judgeBatch(inherited, strange, own).collected.body)))
      expect(family).toBe('behaviour');
    const text = '{"batch":[{"type":"track","event":"x","userId":"u","properties":{"n":1e400}}]}';
    const huge = judgeBatch(JSON.parse(text), { ...delivery, kept: Buffer.from(text) }, own);
    expect(unpackEvents(String(huge.collected.body))[0]?.properties).toEqual({ n: null });
    const unnamed = { ...delivery, kept: Buffer.from(JSON.stringify(body)) };
    const events = unpackEvents(String(judgeBatch(body, unnamed, own).collected.body));
    expect(new Set(events.map((event) => event.messageId)).size).toBe(2);
    const one = item({ event: '到店' });
    const call = { ...delivery, type: 'track' as const, kept: Buffer.from(JSON.stringify(one)) };
    expect(unpackEvents(String(judgeBatch(one, call, own).collected.body))).toMatchObject([
      { name: '到店', family: 'relation', receivedAt: delivery.receivedAt, sourceId: 2 },
    ]);
  });

  it('refuses an item beyond 32 kB wherever its bulk is, and the right one, also without message ids', () => {
    const letters = '鱼'.repeat(11_000);
    const items = [
      item({ n: 1 }),
      item({ properties: { letters } }),
      item({ n: 2 }),
      item({ context: { page: { letters } } }),
      item({ properties: { short: '鱼'.repeat(9000) } }),
    ];
    const judged = judgeBatch({ batch: items }, delivery, judge);
    expect(judged.rejected.map(({ index }) => index)).toEqual([1, 3]);
    expect(judged.rejected[0]?.problems[0]?.reason).toBe('is larger than 32768 bytes');
    expect(judged.collected.refused.map((one) => one.item)).toEqual([items[1], items[3]]);
    expect(judged.accepted).toBe(3);
  });

  it('is refused as a whole when an item is nested deeper than 100 levels: nothing could store it', () => {
    const nested = (levels: number): unknown =>
      JSON.parse(`${'{"a":'.repeat(levels)}[]${'}'.repeat(levels)}`);
    expect(judgeBatch({ batch: [item({ properties: nested(90) })] }, delivery, judge).accepted).toBe(1);
    for (const levels of [101, 200_000]) {
      for (const bad of [
        item({ properties: nested(levels) }),
        { type: 'no', x: nested(levels) },
        [nested(levels)],
      ]) {
        const judging = () => judgeBatch({ batch: [item(), bad] }, delivery, judge);
        expect(judging).toThrow(expect.objectContaining({ code: 'request.invalid' }));
      }
    }
  });
});

describe('what a browser key may say', () => {
  it('refuses relations and reports of the system, which anybody could claim of anybody, and takes behaviour and orders', () => {
    const judge = {
      check: () => ({ verdict: 'accept' as const, problems: [] }),
      family: () => 'behaviour' as const,
    };
    const reception = {
      receivedAt: Date.now(),
      history: false,
      sourceId: 1,
      defaultChannel: null,
      ip: null,
      fallbackId: 'f',
    };
    const said = (event: string, verified: boolean) =>
      judgeItem({ type: 'track', event, userId: 'victim' }, 1, { ...reception, verified }, judge).ok;
    for (const event of [
      'Contact Added',
      'Consent Withdrawn',
      'Owner Assigned',
      'Identities Joined',
      'Customer Erased',
    ]) {
      expect(said(event, false), event).toBe(false);
      expect(said(event, true), event).toBe(true);
    }
    for (const event of ['Product Added', 'Order Completed', 'Anything else'])
      expect(said(event, false), event).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../events/index.ts';
import { fewAnswers, netPromoters, readExperience, readFollowUp, satisfaction } from './index.ts';

const event = (name: string, properties: Record<string, unknown>) =>
  ({
    name,
    properties,
    source: 3,
    seq: 7,
    occurredAt: 1000,
    channel: 'wecom',
    outlet: null,
    staff: null,
  }) as LoggedEvent;

describe('scores and complaints', () => {
  it('are read from the standard events, and a score outside its scale is none', () => {
    const read = (properties: Record<string, unknown>) => readExperience(event('Feedback Given', properties));
    expect(read({ measure: 'CSAT', score: 4, step: ' 售后 ' })).toMatchObject({
      kind: 'csat',
      score: 4,
      scale: 5,
      step: '售后',
      channel: 'wecom',
    });
    expect(read({ measure: 'csat', score: 9, scale: 10 })).toMatchObject({ score: 9, scale: 10 });
    expect(read({ measure: 'nps', score: 0 })).toMatchObject({ kind: 'nps', score: 0, scale: 10 });
    for (const bad of [
      { measure: 'csat', score: 0 },
      { measure: 'csat', score: 6 },
      { measure: 'nps', score: 11 },
      { measure: 'nps', score: 4.5 },
      { measure: 'stars', score: 3 },
    ])
      expect(read(bad)).toBeUndefined();
    expect(readExperience(event('Complaint Made', { text: '送错了' }))).toMatchObject({
      ref: '#7',
      note: '送错了',
    });
    expect(readExperience(event('Complaint Resolved', {}))).toMatchObject({ kind: 'resolved', ref: null });
    expect(
      readFollowUp(event('Follow-up Noted', { note: '回访', nextAt: '2026-11-30T00:00:00Z' })),
    ).toMatchObject({
      note: '回访',
      nextAt: Date.UTC(2026, 10, 30),
    });
  });

  it('have no rate below thirty answers, and an interval that holds the figure from there on', () => {
    expect(satisfaction(20, fewAnswers - 1).value).toBeNull();
    expect(netPromoters(50, 20, 100).value).toBe(30);
    expect(satisfaction(80, 100)).toMatchObject({ value: 0.8 });
    // Wilson's interval of 80 of 100: 71.1 % to 86.7 %
    expect(satisfaction(80, 100).low).toBeCloseTo(0.7111, 3);
    expect(satisfaction(80, 100).high).toBeCloseTo(0.8666, 3);
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.nat(200), (up, middle, down) => {
        const n = up + middle + down;
        fc.pre(n >= fewAnswers);
        const { value, low, high } = netPromoters(up, down, n);
        // the interval leans to the middle by at most what three answers more can do
        expect((low ?? 0) - 300 / (n + 3)).toBeLessThanOrEqual(value ?? 0);
        expect((high ?? 0) + 300 / (n + 3)).toBeGreaterThanOrEqual(value ?? 0);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { compareText, evidenceReach, evidenceTime, pairsOf, strongestFirst } from './index.ts';

const day = 86_400_000;
const now = 1_780_000_000_000;

describe('evidence time', () => {
  it('is when it happened, no later than receipt and no earlier than seven days before', () => {
    const event = (occurredAt: number) => ({ occurredAt, receivedAt: now, history: false });
    expect(evidenceTime(event(now - day))).toBe(now - day);
    expect(evidenceTime(event(now + 1))).toBe(now);
    expect(evidenceTime(event(now - evidenceReach))).toBe(now - 7 * day);
    expect(evidenceTime(event(now - evidenceReach - 1))).toBe(now - 7 * day);
  });

  it('is the true time for history, however old', () => {
    expect(evidenceTime({ occurredAt: now - 900 * day, receivedAt: now, history: true })).toBe(
      now - 900 * day,
    );
    expect(evidenceTime({ occurredAt: now + day, receivedAt: now, history: true })).toBe(now);
  });
});

describe('the pairs of an event', () => {
  it('[ID-01] come strongest first, each identity once, verified only when both ends are', () => {
    const link = {
      at: 1,
      eventId: 'e',
      identities: [
        { namespace: 'phone', value: '1', verified: true },
        { namespace: 'anonymous', value: 'a', verified: false },
        { namespace: 'unionid:main', value: 'u', verified: true },
        { namespace: 'phone', value: '1', verified: false },
      ],
    };
    expect(pairsOf(link).map(({ a, b, claimed }) => [a.namespace, b.namespace, claimed])).toEqual([
      ['unionid:main', 'phone', false],
      ['unionid:main', 'anonymous', true],
      ['phone', 'anonymous', true],
    ]);
  });

  it('are made of its sixteen strongest identities at most', () => {
    const identities = Array.from({ length: 40 }, (_, i) => ({
      namespace: i === 39 ? 'user' : 'anonymous',
      value: `v${i}`,
      verified: false,
    }));
    const kept = strongestFirst(identities);
    expect(kept).toHaveLength(16);
    expect(kept[0]?.namespace).toBe('user');
    expect(pairsOf({ at: 0, eventId: 'e', identities })).toHaveLength(120);
  });
});

describe('texts', () => {
  it('are ordered as their UTF-8 bytes are', () => {
    const texts = ['', 'a', 'ab', 'b', '鱼', '\ue000', '\uffff', '🐟', '🐟a', '🐠'];
    const byBytes = [...texts].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
    expect([...texts].reverse().sort(compareText)).toEqual(byBytes);
    for (const one of texts) expect(compareText(one, one)).toBe(0);
  });
});

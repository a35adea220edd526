import { describe, expect, it } from 'vitest';
import type { AcceptedEvent } from './index.ts';
import { cutText, packEvents, readSegmentItem, unpackEvents } from './index.ts';

const reception = {
  receivedAt: Date.UTC(2026, 10, 1),
  verified: true,
  history: false,
  sourceId: 1,
  defaultChannel: null,
  ip: null,
  fallbackId: 'm1',
};

function read(item: object): AcceptedEvent {
  const result = readSegmentItem(item, reception);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.event;
}

describe('what goes into the inbox', () => {
  it('comes out as it went in', () => {
    const event = read({
      type: 'track',
      event: '下单 😀 \\ud83d \\u0000 "\n',
      userId: 'u1',
      properties: { 'a\\u0000': '\\', total: '1.5', channel: 'x', list: [null, 1, '\ud83d\ude00'] },
    });
    expect(unpackEvents(packEvents([event, event]))).toEqual([event, event]);
    expect(unpackEvents(packEvents([]))).toEqual([]);
  });

  it('holds nothing that PostgreSQL refuses: U+0000 and halves of characters, in values and in keys', () => {
    const event = read({
      type: 'identify',
      userId: 'u\ude00',
      traits: { 'k\0': 1, 'k\ud83d': '😀\ud83d', deep: [{ x: 'a\0b' }] },
    });
    const text = packEvents([event]);
    // with the u flag only halves match
    expect(text).not.toMatch(/[\ud800-\udfff]/u);
    expect(text).not.toMatch(/\\u/);
    const [out] = unpackEvents(text);
    expect(out?.properties).toEqual({ 'k\ufffd': '😀\ufffd', deep: [{ x: 'a\ufffdb' }] });
    expect(out?.identities).toEqual([{ namespace: 'user', value: 'u\ufffd', verified: true }]);
  });
});

describe('a text that is too long', () => {
  it('is cut between characters', () => {
    expect(cutText('ab😀', 3)).toBe('ab');
    expect(cutText('ab😀', 4)).toBe('ab😀');
    expect(cutText('ab😀c', 4)).toBe('ab😀');
    expect(cutText('', 3)).toBe('');
  });
});

describe('an item whose old id is no text', () => {
  it('is refused by name', () => {
    const item = { type: 'alias', userId: 'u1', previousId: { toString: 1 } };
    expect(readSegmentItem(item, reception)).toMatchObject({
      ok: false,
      problems: [{ field: 'previousId' }],
    });
  });
});

describe('when an event happened', () => {
  const at = (item: object) => readSegmentItem({ type: 'page', userId: 'u', ...item }, reception);

  it('never lies before 1990, however clocks are said to differ', () => {
    const item = { originalTimestamp: '1990-01-02T00:00:00Z', sentAt: '2099-01-01T00:00:00Z' };
    expect(at(item)).toEqual({
      ok: false,
      problems: [{ field: 'timestamp', reason: 'is not an ISO 8601 time' }],
    });
  });

  it('is corrected by what the client thought the time was on sending', () => {
    const item = { originalTimestamp: '2026-10-31T10:00:00Z', sentAt: '2026-10-31T11:00:00Z' };
    const result = at(item);
    expect(result.ok && result.event.occurredAt).toBe(reception.receivedAt - 3_600_000);
  });
});

import { describe, expect, it } from 'vitest';
import { isLocal } from './stage-guard.ts';

const ask = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  isLocal({ headers, socket: { remoteAddress } as never });

describe('the stage', () => {
  it('opens on this machine, by any of its own names', () => {
    for (const host of ['localhost', 'localhost:7788', '127.0.0.1:7788', '[::1]:7788'])
      expect(ask({ host })).toBe(true);
    expect(ask({ host: 'localhost' }, '::ffff:127.0.0.1')).toBe(true);
  });

  it('stays shut to other machines, behind a proxy, and to a foreign name that points here', () => {
    expect(ask({ host: 'localhost' }, '192.0.2.7')).toBe(false);
    expect(ask({ host: 'demo.example.com' })).toBe(false);
    expect(ask({ host: 'localhost.example.com' })).toBe(false);
    expect(ask({})).toBe(false);
    for (const header of ['x-forwarded-for', 'forwarded', 'via'])
      expect(ask({ host: 'localhost', [header]: '192.0.2.7' })).toBe(false);
  });
});

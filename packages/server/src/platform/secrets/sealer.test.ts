import { describe, expect, it } from 'vitest';
import { createSealer } from './sealer.ts';

const secret = 'a secret of an installation, 32 characters';

describe('a sealer', () => {
  it('gives back what it sealed, and never seals the same twice alike', () => {
    const { seal, open } = createSealer(secret, 'webhooks');
    const [one, other] = [seal('whsec_鱼塘'), seal('whsec_鱼塘')];
    expect(one).not.toBe(other);
    expect(one).not.toContain('whsec');
    expect([one, other].map(open)).toEqual(['whsec_鱼塘', 'whsec_鱼塘']);
  });

  it('opens nothing of another secret or another use, and nothing that was changed', () => {
    const { seal, open } = createSealer(secret, 'webhooks');
    const sealed = seal('x');
    expect(() => createSealer(`${secret}!`, 'webhooks').open(sealed)).toThrow();
    expect(() => createSealer(secret, 'mail').open(sealed)).toThrow();
    const at = sealed.length - 2;
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    for (const text of [changed, 'v1.', 'v2.AAAA', 'x']) expect(() => open(text)).toThrow();
  });
});

import { describe, expect, it } from 'vitest';
import { assertStrong, hashPassword, verifyPassword } from './password.ts';
import { isToken, newPassword, newToken, tokenHash } from './token.ts';

describe('a password', () => {
  it('is kept as argon2id with a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('secret words'), hashPassword('secret words')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, 'secret words')).toBe(true);
    expect(await verifyPassword(one, 'secret word')).toBe(false);
  });

  it('is the same however the keyboard composed it', async () => {
    expect(await verifyPassword(await hashPassword('café-äöü-1'), 'cafe\u0301-a\u0308o\u0308u\u0308-1')).toBe(
      true,
    );
  });

  it('of nobody is wrong, even the one the dummy was made of', async () => {
    expect(await verifyPassword(undefined, 'nobody has this password')).toBe(false);
  });

  it.each(['password123', 'PASSWORD123', 'aaaaaaaa', 'abababab', '12345678', 'zhang.san', 'zhang.san@x.com'])(
    '%s is refused',
    (password) => {
      expect(() => assertStrong(password, 'zhang.san@x.com', 'body.password')).toThrow(
        'account.password-weak',
      );
    },
  );

  it.each(['correct horse', '鱼塘里有八条大鱼', 'Zhang.san-2026'])('%s is taken', (password) => {
    expect(() => assertStrong(password, 'zhang.san@x.com', 'body.password')).not.toThrow();
  });

  it('made by us is 16 letters and digits that cannot be misread, different each time', () => {
    const made = new Set(Array.from({ length: 200 }, newPassword));
    expect(made.size).toBe(200);
    for (const password of made) expect(password).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{16}$/);
  });
});

describe('a token', () => {
  it('has 256 bits, says what it opens, and is kept as its hash', () => {
    const made = new Set(Array.from({ length: 200 }, () => newToken('yk')));
    expect(made.size).toBe(200);
    for (const token of made) expect(isToken('yk', token)).toBe(true);
    expect(isToken('ys', newToken('yk'))).toBe(false);
    expect(isToken('yk', `${newToken('yk').slice(0, -1)}'`)).toBe(false);
    expect(tokenHash('x')).toHaveLength(32);
  });
});

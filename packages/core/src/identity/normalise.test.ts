import { describe, expect, it } from 'vitest';
import { baseNamespaces, compareStrength, identityKey, namespaceRule, normaliseIdentity } from './index.ts';

const value = (namespace: string, raw: unknown) => {
  const result = normaliseIdentity(namespace, raw);
  return result.ok ? result.value : `refused: ${result.reason}`;
};

describe('an identity is brought into one spelling', () => {
  it.each([
    ['phone', '138 0000 0001', '13800000001'],
    ['phone', '+86-138-0000-0001', '13800000001'],
    ['phone', '008613800000001', '13800000001'],
    ['phone', 13800000001, '13800000001'],
    ['phone', '１３８ ００００ ０００１', '13800000001'],
    ['phone', '86–138–0000–0001', '13800000001'],
    ['phone', '13800000001.0', '13800000001'],
    ['phone', '+1 (415) 555-0100', '+14155550100'],
    ['email', ' Ann@Example.COM ', 'ann@example.com'],
    ['unionid:main', ' oAbc ', 'oAbc'],
    ['user', 42, '42'],
  ])('%s %j', (namespace, raw, expected) => {
    expect(value(namespace, raw)).toBe(expected);
  });
});

describe('what identifies nobody is refused', () => {
  it.each([
    ['phone', '138****0001', 'masked'],
    ['openid:wx 1', 'x', 'blanks'],
    [`openid:${'w'.repeat(100)}`, 'x', 'too long'],
    ['phone', '1.38E+10', 'rounded'],
    ['phone', '1.38e10', 'rounded'],
    ['phone', '138xxxx0001', 'masked'],
    ['member', '6.21E+15', 'rounded'],
    ['phone', '11111111111', 'not a Chinese mobile'],
    ['phone', '13333333333', 'filler'],
    ['phone', '+8612345', 'not a Chinese mobile'],
    ['email', 'a***@b.cn', 'masked'],
    ['email', 'nobody', 'not an e-mail'],
    ['user', 'undefined', 'filler'],
    ['user', '000', 'filler'],
    ['user', {}, 'neither text'],
    ['user', 'x'.repeat(257), 'longer'],
    ['openid', 'o1', 'needs a scope'],
    ['phone:home', '13800000001', 'takes no scope'],
    ['nick', 'tom', 'unknown namespace'],
    ['constructor', 'tom', 'unknown namespace'],
  ])('%s %j: %s', (namespace, raw, reason) => {
    expect(value(namespace, raw)).toMatch(new RegExp(`^refused: .*${reason}`));
  });
});

describe('namespaces', () => {
  it('[ID-10] know which are exclusive, strong, locked and weak, whatever the scope', () => {
    expect(namespaceRule('unionid:main')?.class).toBe('exclusive');
    expect(namespaceRule('unionid:other')?.class).toBe('exclusive');
    expect(namespaceRule('phone')?.class).toBe('strong');
    expect(namespaceRule('shop:taobao')?.class).toBe('locked');
    expect(namespaceRule('device')?.class).toBe('weak');
    expect(namespaceRule('nick')).toBeUndefined();
  });

  it('[ID-01] rank unionid before phone, phone before devices; equal ranks by name and value', () => {
    expect(baseNamespaces[0]).toBe('unionid');
    const identities = ['device 1', 'phone 2', 'phone 1', 'openid:b x', 'openid:a x', 'unionid:m u'].map(
      (text) => {
        const [namespace = '', own = ''] = text.split(' ');
        return { namespace, value: own };
      },
    );
    expect(identities.sort(compareStrength).map(identityKey)).toEqual([
      'unionid:m u',
      'openid:a x',
      'openid:b x',
      'phone 1',
      'phone 2',
      'device 1',
    ]);
    expect(
      compareStrength({ namespace: 'nick', value: 'a' }, { namespace: 'device', value: 'a' }),
    ).toBeGreaterThan(0);
  });
});

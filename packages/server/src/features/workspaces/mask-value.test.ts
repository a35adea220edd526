import { describe, expect, it } from 'vitest';
import { maskValue } from './mask-value.ts';

describe('[CMP-12] a masked value', () => {
  it.each([
    ['phone', '13800138000', '138****8000'],
    ['phone', '+4915112345678', '+49****5678'],
    ['phone', '12345', '****'],
    ['email', 'alice@example.com', 'a***@example.com'],
    ['email', '张三@例子.中国', '张***@例子.中国'],
    ['email', '@example.com', '***'],
    ['unionid:acc', 'oX7f9-abcdEFGH', '****EFGH'],
    ['openid:wx12', 'o1234567', '****4567'],
    ['member', '1234567', '****'],
    ['device', '', '****'],
    ['name', '欧阳娜娜', '欧*'],
    ['name', '𠮷野家', '𠮷*'],
    ['name', '', ''],
  ])('%s %s → %s', (namespace, value, masked) => {
    expect(maskValue(namespace, value)).toBe(masked);
  });
});

import { describe, expect, it } from 'vitest';
import { formatError } from '../errors/index.ts';
import { chineseReason, chineseWhat } from './chinese.ts';

describe('a message in Chinese', () => {
  it.each([
    ['is required', '必填'],
    ['is longer than 256 characters', '超过 256 个字符'],
    ['is masked, so it is left out', '已打码,因此不采用'],
    [
      'is not a Chinese mobile or an international number with +, so it is left out',
      '不是中国手机号,也不是带 + 的国际号码,因此不采用',
    ],
    ['is not a time: 2026-02-30', '不是时间:2026-02-30'],
    ['must be a number, not string "12.50"', '类型应为 number,实际为 string "12.50"'],
    ['must be one of "CNY", "GBP", not "USD"', '必须是 "CNY", "GBP" 之一,而不是 "USD"'],
    ['is something nobody translated', 'is something nobody translated'],
  ])('says why: %s', (reason, chinese) => {
    expect(chineseReason(reason)).toBe(chinese);
  });

  it.each([
    ['customer 7', '客户 7'],
    ['non-linking value a-b', '不关联的值 a-b'],
    ['customerless', 'customerless'],
    ['/api/nothing', '/api/nothing'],
  ])('says what: %s', (what, chinese) => {
    expect(chineseWhat(what)).toBe(chinese);
  });

  it('is Chinese in every word, and English begins with a capital', () => {
    const params = { what: 'customer 7' };
    expect(formatError('request.not-found', params, 'zh')).toBe('在本工作区找不到客户 7。');
    expect(formatError('request.not-found', params, 'en')).toBe(
      'Customer 7 was not found in this workspace.',
    );
    expect(formatError('request.invalid', { field: 'body.name', reason: 'is empty' }, 'zh')).toBe(
      '字段 body.name 有误:为空。',
    );
  });
});

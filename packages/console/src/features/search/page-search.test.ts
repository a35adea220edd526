import { expect, it } from 'vitest';
import type { Session } from '../accounts/session.tsx';
import { findPages } from './page-search.ts';

const somebody = (may: (permission: string) => boolean) =>
  ({ can: may, ownStaff: null, workspace: { edition: 'chain' } }) as unknown as Session;
const paths = (text: string, session = somebody(() => true)) =>
  findPages(text, session, true).map(({ path }) => path);

it('finds a page by its name in both languages and by pinyin initials', () => {
  expect(paths('客户')[0]).toBe('/customers');
  expect(paths('custom')[0]).toBe('/customers');
  expect(paths('kh')[0]).toBe('/customers');
  expect(paths('glq')).toEqual(['/quarantine']);
  expect(paths('  ')).toEqual([]);
});

it('finds no page that the role may not open', () => {
  expect(
    paths(
      '审计',
      somebody((permission) => permission !== 'audit.read'),
    ),
  ).toEqual([]);
});

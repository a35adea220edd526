import { expect, it } from 'vitest';
import { isShown, menuEntries } from './menu.ts';

const somebody = (edition: 'solo' | 'chain', ownStaff: string | null = null) =>
  ({ can: () => true, ownStaff, workspace: { edition } }) as unknown as Parameters<typeof isShown>[1];
const shown = (session: Parameters<typeof isShown>[1]) =>
  menuEntries.filter((entry) => isShown(entry, session)).map(({ path }) => path);

it('[ORG-02] a brand of one has no pages of an organisation, a chain has its tree', () => {
  expect(shown(somebody('solo'))).not.toContain('organisation');
  expect(shown(somebody('chain'))).toContain('organisation');
  expect(shown(somebody('chain'))).not.toContain('dynamics');
  expect(shown(somebody('chain', 'mei'))).toContain('dynamics');
});

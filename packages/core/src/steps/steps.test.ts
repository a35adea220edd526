import { describe, expect, it } from 'vitest';
import { standardEvents } from '../events/index.ts';
import { defaultSteps, stepKeys } from './index.ts';

describe('steps toward loyalty', () => {
  it('begin with a list of their own, of events every workspace knows', () => {
    expect(defaultSteps.map(({ key }) => key)).toEqual([
      'seen',
      'follower',
      'friend',
      'member',
      'first_order',
      'second_order',
    ]);
    for (const name of defaultSteps.flatMap(({ events }) => events))
      expect(standardEvents).toHaveProperty([name]);
  });

  it('get a key that no other has, and keep the one they have', () => {
    const draft = { name: 'x', events: ['A'], channel: null, times: 1 };
    const keys = stepKeys([draft, { ...draft, key: 'step_1' }, { ...draft, key: 'friend' }, draft]);
    expect(keys.map(({ key }) => key)).toEqual(['step_2', 'step_1', 'friend', 'step_3']);
  });
});

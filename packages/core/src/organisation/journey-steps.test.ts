import { expect, it } from 'vitest';
import { standardEvents } from '../events/index.ts';
import { gapsOf, journeyEvents, journeyStepOf, journeySteps } from './index.ts';

it('every step of the journey is taken by events of the standard', () => {
  for (const name of journeyEvents) expect(Object.hasOwn(standardEvents, name), name).toBe(true);
  expect(new Set(journeyEvents.map(journeyStepOf))).toEqual(new Set(journeySteps));
  expect(journeyStepOf('constructor')).toBeUndefined();
});

it('[ORG-06] a touchpoint lacks an owner, else perhaps a person and a standard', () => {
  expect(gapsOf(null)).toEqual(['no-owner']);
  expect(gapsOf({ staffId: null, standard: ' ', replyMinutes: null })).toEqual(['no-person', 'no-standard']);
  expect(gapsOf({ staffId: 1, standard: '', replyMinutes: 5 })).toEqual([]);
});

export {
  type ExperienceGap,
  gapsOf,
  type JourneyStep,
  journeyEvents,
  journeyStepOf,
  journeySteps,
} from './journey-steps.ts';
export { type Receiver, shareOut } from './share-out.ts';
export { ancestorsOf, type TreeUnit, unitsBelow } from './unit-tree.ts';

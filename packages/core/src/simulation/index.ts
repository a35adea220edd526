export {
  type BrandChannel,
  type BrandGuide,
  type BrandOutlet,
  type BrandSource,
  brand,
  brandChannels,
  brandOutlets,
  brandSources,
} from './brand.ts';
export { type BrandPlay, brandPlays } from './brand-plays.ts';
export { type Product, products } from './catalogue.ts';
export { beta, exponential, gamma, normal, weighted } from './distributions.ts';
export { withParties } from './parties.ts';
export { type Person, purchaseModel, spendModel } from './person.ts';
export { createRandom, mix, type Random } from './random.ts';
export { knownRing, withRing } from './ring.ts';
export { type PartitionScore, scorePartition } from './score-partition.ts';
export {
  createSimulation,
  demoSimulation,
  type Simulation,
  type SimulationOptions,
  simulate,
} from './simulate.ts';
export { toBatches, toSegmentItem } from './to-segment-item.ts';
export { createTrickle, type Trickle } from './trickle.ts';
export { connectedIdentities, type PlantedCollision, type TrueLink, type Truth } from './truth.ts';
export type { CollisionKind } from './witness.ts';
export type { SimulatedEvent } from './world.ts';

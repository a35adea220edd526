export { eventOf } from './arrivals.ts';
export { countDeliveries } from './count-deliveries.ts';
export { createDemo, type DemoFeature } from './create-demo.ts';
export { demoFile } from './delete-demo.ts';
export { nextOpening } from './demo-clock.ts';
export { type Demo, insertDemo } from './demo-store.ts';

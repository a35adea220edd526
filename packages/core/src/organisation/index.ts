export { type Receiver, shareOut } from './share-out.ts';
export { ancestorsOf, type TreeUnit, unitsBelow } from './unit-tree.ts';

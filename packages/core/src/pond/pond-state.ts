/** The three parts of ACQ-01, as bits: 1 identifiable, 2 reachable, 4 operable. 7 is private. */
export type PondState = number;

const identifiable = 1;
const reachable = 2;
const operable = 4;
/** All three parts: in the pond. */
export const privateState: PondState = identifiable | reachable | operable;

export interface PondFlags {
  identifiable: boolean;
  reachable: boolean;
  operable: boolean;
  private: boolean;
  stock: boolean;
  visitor: boolean;
}

/** Bits of the three parts. */
export function pondState(parts: {
  identifiable: boolean;
  reachable: boolean;
  operable: boolean;
}): PondState {
  return (
    (parts.identifiable ? identifiable : 0) |
    (parts.reachable ? reachable : 0) |
    (parts.operable ? operable : 0)
  );
}

/** The bits spelled out, with what follows from them. */
export function pondFlags(state: PondState): PondFlags {
  const known = (state & identifiable) !== 0;
  const inside = state === privateState;
  return {
    identifiable: known,
    reachable: (state & reachable) !== 0,
    operable: (state & operable) !== 0,
    private: inside,
    stock: known && !inside,
    visitor: !known,
  };
}

/** The names people are counted and listed by. */
export const pondStateNames = [
  'visitor',
  'identifiable',
  'reachable',
  'operable',
  'private',
  'stock',
] as const;
export type PondStateName = (typeof pondStateNames)[number];

/** Every combination of bits that a name means, e.g. `visitor` → 0, 2, 4, 6. */
export function statesOf(name: PondStateName): PondState[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((state) => pondFlags(state)[name]);
}

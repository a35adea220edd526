import type { RelationFact } from '@yutang/core/customers';
import type { Tick } from '../../platform/feature.ts';
import type { ConsentRow } from './fact-store.ts';
import type { Birth } from './part-store.ts';

/** What the customers' fold found in a tick, for the folds below it in the same tick. */
export interface TickFindings {
  births: Birth[];
  relations: RelationFact[];
  /** One for each home the consent was written for. */
  consents: ConsentRow[];
  /** Customers whose first channel was set or changed. */
  channelChanged: Set<number>;
  /** Touched homes that are more than a machine. */
  knownHomes: Set<number>;
  /** Customer after the tick of each home that an event came through. */
  customerOfTouched: Map<number, number>;
}

const findings = new WeakMap<Tick, TickFindings>();

export function publishFindings(tick: Tick, found: TickFindings): void {
  findings.set(tick, found);
}

/** The findings of the tick. @throws when the customers' fold has not run on it: the list of features is in the wrong order. */
export function findingsOf(tick: Tick): TickFindings {
  const found = findings.get(tick);
  if (!found) throw new Error('customers must be folded first');
  return found;
}

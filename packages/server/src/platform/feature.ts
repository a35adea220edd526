import type { LoggedEvent } from '@yutang/core/events';
import type { HttpApp } from './http/http-app.ts';
import type { Tx } from './postgres/db.ts';

/**
 * The one contract between the engine, the application and a feature. `app.ts` holds the one ordered list;
 * the engine runs folds in that order and imports no feature by name.
 */
export interface Feature {
  name: string;
  /** Registers HTTP routes; each states its permission. */
  routes?(app: HttpApp): void;
  /** Background jobs by name; a payload is JSON. Enqueued in the transaction that needs them. */
  jobs?: Record<string, (payload: unknown) => Promise<void>>;
  /** What the feature does with a tick's events, inside the engine's transaction. */
  fold?(tx: Tx, tick: Tick): Promise<void>;
  /** Its fold reads nothing that the features before it, up to the last one without this, write: they may run at once. */
  foldsBeside?: true;
  /** Computes its fold tables anew for these customers after moves of the partition (they stand in `tick.moves`). */
  rebuild?(tx: Tx, workspaceId: number, customers: number[]): Promise<void>;
  /** Empties its fold tables of a workspace, before the log is replayed from the start. Decisions stay. */
  reset?(tx: Tx, workspaceId: number): Promise<void>;
  /** Decisions follow a merge, and part again on an unmerge. */
  join?(tx: Tx, workspaceId: number, move: Move): Promise<void>;
  part?(tx: Tx, workspaceId: number, move: Move): Promise<void>;
  /** All it knows of a person, for the person. */
  export?(tx: Tx, workspaceId: number, person: Person): Promise<Record<string, unknown>>;
  /** Removes personal data of a person; keeps sums. */
  erase?(tx: Tx, workspaceId: number, person: Person): Promise<void>;
}

/** A customer with every home (identity number) it consists of today. */
export interface Person {
  customer: number;
  homes: number[];
}

/** A home that belongs to another customer from `seq` on. `from` = 0: the home was born here. */
export interface Move {
  home: number;
  from: number;
  to: number;
  seq: number;
  /** Epoch ms: `knownAt` of the event that caused it. */
  at: number;
  reason: 'joined' | 'late-evidence' | 'merged-by-hand' | 'parted-by-hand';
}

/** What the system itself reports; known in the next tick, already resolved. */
export interface SystemEventDraft {
  name: string;
  /** The home it belongs to (0: the workspace as a whole). */
  source: number;
  customer: number;
  /** The exact instant it became true (epoch ms). */
  occurredAt: number;
  properties: Record<string, unknown>;
  channel?: string | null;
  campaign?: string | null;
  staff?: string | null;
  outlet?: string | null;
  costMinor?: number | null;
  /** What an import brought about fires nothing; absent: it happened now. */
  history?: boolean;
}

/** One tick as a feature sees it. All times are the workspace clock's, epoch ms. */
export interface Tick {
  workspaceId: number;
  /** IANA zone of the workspace. */
  zone: string;
  /** τ of this tick; every event has `knownAt ≤ now`. */
  now: number;
  /** In `seq` order, resolved. */
  events: LoggedEvent[];
  /** Changes of the partition made by this tick's events, in `seq` order, births excluded. */
  moves: Move[];
  /** Homes born in this tick → their customer. */
  births: ReadonlyMap<number, number>;
  /** True while the log is replayed: then `emit` does nothing, because the log already holds what was emitted. */
  replay: boolean;
  emit(event: SystemEventDraft): void;
}

import type { DemoPace } from '@yutang/contracts/demo';
import type { BrandSource, SimulationOptions } from '@yutang/core/simulation';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

/** A demo workspace: what is simulated in it, and with which sources. */
export interface Demo {
  workspaceId: number;
  simulation: Pick<SimulationOptions, 'seed' | 'people' | 'days' | 'endAt'>;
  sources: Record<BrandSource, number>;
  /** Write keys of some of the brand's sources, for the stage. */
  keys: Partial<Record<BrandSource, string>>;
  pace: DemoPace;
  /** How long simulated people have been arriving since `endAt`, ms. */
  elapsedMs: number;
}

const columns = sql`workspace_id as "workspaceId", simulation, sources, keys, pace, elapsed_ms as "elapsedMs"`;

/** Every demo of this installation, the newest first. */
export async function readDemos(db: Db): Promise<Demo[]> {
  const { rows } = await sql<Demo>`select ${columns} from demos order by workspace_id desc`.execute(db);
  return rows;
}

/** The demo of a workspace, or undefined. */
export async function readDemo(db: Db | Tx, workspaceId: number): Promise<Demo | undefined> {
  const { rows } = await sql<Demo>`select ${columns} from demos where workspace_id = ${workspaceId}`.execute(
    db,
  );
  return rows[0];
}

export async function insertDemo(tx: Tx, demo: Omit<Demo, 'pace' | 'elapsedMs'>): Promise<void> {
  await sql`insert into demos (workspace_id, simulation, sources, keys)
    values (${demo.workspaceId}, ${JSON.stringify(demo.simulation)}, ${JSON.stringify(demo.sources)},
      ${JSON.stringify(demo.keys)})`.execute(tx);
}

export async function setPace(tx: Tx, workspaceId: number, pace: DemoPace): Promise<void> {
  await sql`update demos set pace = ${pace} where workspace_id = ${workspaceId}`.execute(tx);
}

/** Notes how far the arrivals have come, in the transaction that posts them. False: the demo is gone. */
export async function setElapsed(tx: Tx, workspaceId: number, elapsedMs: number): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update demos set elapsed_ms = ${elapsedMs} where workspace_id = ${workspaceId}`.execute(tx);
  return numAffectedRows === 1n;
}

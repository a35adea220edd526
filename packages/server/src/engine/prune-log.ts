import type pg from 'pg';

const keptMs = 7 * 86_400_000;
const rowsAtOnce = 10_000;

/**
 * Removes rows of the log that were received more than 7 days ago, are in the event store, and behind every webhook that is
 * on. A batch a statement: the tick wants the same table. Answers rows removed.
 */
export async function pruneLog(
  client: pg.Client,
  workspaceId: number,
  watermark: number,
  now: number,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rowCount } = await client.query(
      `delete from log where workspace_id = $1 and received_at < $3
         and seq <= least($2, (select min(planned_seq) from webhooks where workspace_id = $1 and active))
         and seq < (select min(seq) + $4 from log where workspace_id = $1)`,
      [workspaceId, watermark, now - keptMs, rowsAtOnce],
    );
    if (!rowCount) return removed;
    removed += rowCount;
  }
}

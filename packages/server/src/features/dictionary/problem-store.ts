import type { SourceReport } from '@yutang/contracts/dictionary';
import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/postgres/db.ts';

const dayMs = 86_400_000;

/** One kind of problem, counted. `sourceId` 0: none. */
export interface ProblemCount {
  workspaceId: number;
  sourceId: number;
  name: string;
  field: string;
  code: string;
  outcome: 'warn' | 'quarantine';
  count: number;
  /** Epoch ms of the last one. */
  at: number;
  reason: string;
}

/** Adds counts of problems. Rows of one call must differ in workspace, source, name, field, code or outcome. */
export async function addProblems(tx: Db | Tx, counts: readonly ProblemCount[]): Promise<void> {
  if (counts.length === 0) return;
  // in key order, so that no two writers can wait for each other
  const rows = [...counts].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const column = <K extends keyof ProblemCount>(key: K) => rows.map((row) => row[key]);
  await sql`
    insert into event_problems
      (workspace_id, day, source_id, name, field, code, outcome, count, last_at, reason)
    select * from unnest(
      ${column('workspaceId')}::int[], ${rows.map((row) => Math.floor(row.at / dayMs))}::int[],
      ${column('sourceId')}::int[], ${column('name')}::text[], ${column('field')}::text[], ${column('code')}::text[],
      ${column('outcome')}::text[], ${column('count')}::bigint[], ${column('at')}::bigint[], ${column('reason')}::text[])
    on conflict (workspace_id, day, source_id, name, field, code, outcome) do update set
      count = event_problems.count + excluded.count, reason = excluded.reason,
      last_at = greatest(event_problems.last_at, excluded.last_at)`.execute(tx);
}

/** What makes two problems the same kind. */
export function keyOf(problem: Omit<ProblemCount, 'count' | 'at' | 'reason'>): string {
  const { workspaceId, sourceId, name, field, code, outcome } = problem;
  return `${workspaceId} ${sourceId} ${outcome} ${code} ${field} ${name}`;
}

interface VolumeRow {
  source_id: number;
  name: string;
  seen: number;
  last_at: number;
}

/** Volume and problems of each source since UTC day number `fromDay`. `described` tells whether a name is described. */
export async function readReport(
  db: Db,
  workspaceId: number,
  fromDay: number,
  described: (name: string) => boolean,
): Promise<SourceReport[]> {
  const volume = await sql<VolumeRow>`
    select source_id, name, sum(seen)::bigint as seen, max(last_at) as last_at
    from event_sightings where workspace_id = ${workspaceId} and day >= ${fromDay}
    group by source_id, name`.execute(db);
  const problems = await sql<ProblemCount & { events: number }>`
    select source_id as "sourceId", name, field, code, outcome, sum(count)::bigint as count,
      max(last_at) as at, max(reason) as reason
    from event_problems where workspace_id = ${workspaceId} and day >= ${fromDay}
    group by source_id, name, field, code, outcome order by count desc, name, field`.execute(db);

  const reports = new Map<number, SourceReport>();
  const reportOf = (sourceId: number): SourceReport => {
    let report = reports.get(sourceId);
    if (!report) {
      report = {
        sourceId,
        seen: 0,
        described: 0,
        coverage: null,
        names: 0,
        unknownNames: 0,
        warned: 0,
        quarantined: 0,
        lastSeenAt: null,
        problems: [],
      };
      reports.set(sourceId, report);
    }
    return report;
  };
  for (const row of volume.rows) {
    const report = reportOf(row.source_id);
    report.seen += row.seen;
    report.names++;
    if (described(row.name)) report.described += row.seen;
    else report.unknownNames++;
    report.lastSeenAt = Math.max(report.lastSeenAt ?? 0, row.last_at);
  }
  for (const { sourceId, name, field, code, outcome, count, at, reason } of problems.rows) {
    const report = reportOf(sourceId);
    // field '' counts the item once; the others say what was wrong with it
    if (field === '' && code === 'item') {
      if (outcome === 'warn') report.warned += count;
      else report.quarantined += count;
    } else if (report.problems.length < 50) {
      report.problems.push({ name, field, code, outcome, count, lastAt: at, reason });
    }
  }
  for (const report of reports.values()) {
    report.coverage = report.seen === 0 ? null : report.described / report.seen;
  }
  return [...reports.values()].sort((a, b) => b.seen - a.seen || a.sourceId - b.sourceId);
}

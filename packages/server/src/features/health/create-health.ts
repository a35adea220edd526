import type { HealthReport, Readiness } from '@yutang/contracts/health';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { Feature } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type Check, runChecks, worstOf } from './check.ts';
import { type AddressFacts, addressChecks } from './checks/address-checks.ts';
import { databaseChecks, migrationCheck } from './checks/database-checks.ts';
import { engineChecks } from './checks/engine-checks.ts';
import { eventStoreCheck, eventStoreChecks } from './checks/event-store-checks.ts';
import { machineChecks, type SettingLine } from './checks/machine-checks.ts';
import { healthRoutes } from './health-routes.ts';

export interface HealthDeps extends AddressFacts {
  db: Db;
  events: EventStore;
  /** Ids of all workspaces: their events are counted. */
  workspaces: () => Promise<number[]>;
  now: () => number;
  version: string;
  /** Folder of the operational migrations. */
  migrations: string;
  dataFolder: string;
  /** As listed for people, secrets redacted. */
  settings: readonly SettingLine[];
  /** What other features look at. */
  more?: readonly Check[];
}

export interface Health {
  feature: Feature;
  /** Runs every check, or answers a report of the last 20 s. */
  report(): Promise<HealthReport>;
  /** Whether requests can be served: database at our schema, event store there. At most once a second. */
  ready(): Promise<Readiness>;
}

const reportLastsMs = 20_000;
const readinessLastsMs = 1_000;

/** Health of the whole installation: the same lines for doctor, console and load balancer. */
export function createHealth(deps: HealthDeps): Health {
  const { now } = deps;
  const startedAt = now();
  const report = remember(now, reportLastsMs, async (): Promise<HealthReport> => {
    const checks = await runChecks([...allChecks(deps), ...(deps.more ?? []), ...addressChecks(deps)]);
    const state = worstOf(checks.map((check) => check.state));
    return { state, version: deps.version, checkedAt: now(), startedAt, checks };
  });
  const ready = remember(now, readinessLastsMs, async (): Promise<Readiness> => {
    const checks = await runChecks([migrationCheck(deps.db, deps.migrations), eventStoreCheck(deps.events)]);
    const failing = checks.filter((check) => check.state === 'fail').map((check) => check.name);
    return { state: failing.length > 0 ? 'fail' : 'ok', failing };
  });
  return {
    feature: { name: 'health', routes: (app) => healthRoutes(app, { report, ready }) },
    report,
    ready,
  };
}

/** Every check that needs only the stores. */
function allChecks(deps: Omit<HealthDeps, 'version' | keyof AddressFacts>): Check[] {
  return [
    ...machineChecks(deps),
    ...databaseChecks(deps),
    ...eventStoreChecks(deps.events, deps.workspaces, deps.now),
    ...engineChecks(deps.db, deps.now),
  ];
}

/** Many who ask at once, or soon after each other, get one answer: checks cost something. */
function remember<T>(now: () => number, forMs: number, make: () => Promise<T>): () => Promise<T> {
  let made: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (!made || now() - made.at >= forMs) made = { at: now(), answer: make() };
    return made.answer;
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AcceptedEvent } from '@yutang/core/events';
import { createEngine } from '../src/engine/engine.ts';
import { createExporter } from '../src/engine/exporter.ts';
import { replayWorkspace } from '../src/engine/replay.ts';
import { createStageTimes } from '../src/engine/stage-times.ts';
import { createChannels, readBook } from '../src/features/channels/index.ts';
import { createCustomers } from '../src/features/customers/index.ts';
import { createExperience } from '../src/features/experience/index.ts';
import { createIdentity } from '../src/features/identity/index.ts';
import { sourceNames } from '../src/features/ingestion/index.ts';
import { createOrders, orderSides } from '../src/features/orders/index.ts';
import { createOrganisation, readUnitScope } from '../src/features/organisation/index.ts';
import { createOwnership } from '../src/features/ownership/index.ts';
import { createParties } from '../src/features/parties/index.ts';
import { createPlays, homesOf } from '../src/features/plays/index.ts';
import { createPond } from '../src/features/pond/index.ts';
import { createSearch } from '../src/features/search/index.ts';
import { createSpend } from '../src/features/spend/index.ts';
import { createSteps } from '../src/features/steps/index.ts';
import { createTagLookup, createTags, type Tags } from '../src/features/tags/index.ts';
import { createViews } from '../src/features/views/index.ts';
import { advanceClock, createWorkspaces } from '../src/features/workspaces/index.ts';
import { createDuckdbStore } from '../src/platform/event-store/duckdb/duckdb-store.ts';
import type { EventStore } from '../src/platform/event-store/event-store.ts';
import type { Feature } from '../src/platform/feature.ts';
import type { HttpApp } from '../src/platform/http/http-app.ts';
import { createInbox } from '../src/platform/inbox/inbox.ts';
import type { Db } from '../src/platform/postgres/db.ts';
import { acceptedEvent } from './accepted-event.ts';
import { createFeatureApp } from './feature-app.ts';
import { createTestDatabase } from './test-database.ts';

/** People, channels, pond, orders, spend and plays over the real engine, identity and event store, as one process. */
export interface LiveHouse {
  db: Db;
  /** Of the database, as administrator. */
  url: string;
  app: HttpApp;
  /** Gives new people to somebody by the workspaces’ rules, as every minute. */
  runRules(): Promise<void>;
  events: EventStore;
  /** Posts events, identities as `namespace value`, and waits until folds and event store have them. */
  tell(workspaceId: number, ...events: TestEvent[]): Promise<void>;
  /** Waits until everything posted is folded and exported. */
  rest(workspaceId: number): Promise<void>;
  /** Computes every fold anew from the log. */
  rebuild(workspaceId: number): Promise<void>;
  /** Moves the workspace's clock forward. */
  advance(workspaceId: number, byMs: number): Promise<void>;
  /** Says which tags have ended: see `Tags`. */
  sweep: Tags['sweep'];
  close(): Promise<void>;
}

/** `who`: identities as `namespace value`, `verified` unless told. */
export type TestEvent = Partial<Omit<AcceptedEvent, 'identities'>> & { who?: string[]; verified?: boolean };

export async function createLiveHouse(): Promise<LiveHouse> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'yutang-live-'));
  const { db } = database;
  const events = createDuckdbStore({ folder, memoryLimit: 256 * 2 ** 20, threads: 1 });
  const inbox = createInbox({ db, wake: () => engine.wake() });
  const workspaces = createWorkspaces({ db, unitScopeOf: readUnitScope });
  const clock = workspaces.workspaceClock;
  const workspace = workspaces.getWorkspace;
  const identity = createIdentity({
    db,
    inbox,
    clock,
    maySee: (principal, customer) => customers.maySee(principal, customer),
  });
  const pond = createPond({ db, events, clock, workspace, playHomes: homesOf });
  const channels = createChannels({ db, now: Date.now, classChanged: pond.classChanged });
  const customers = createCustomers({
    db,
    events,
    inbox,
    clock,
    bookOf: (workspaceId) => readBook(db, workspaceId),
    features: () => features,
    finders: () => [orders.find],
    playHomes: homesOf,
    sources: (workspaceId) => sourceNames(db, workspaceId),
    orders: orderSides,
    tags: createTagLookup(db),
    workspace,
  });
  const tags = createTags({ db, inbox, clock, customers });
  const orders = createOrders({ db, workspace, clock, customers });
  const parties = createParties({ db, inbox, clock: workspaces.workspaceClock, customers });
  const measured = { db, events, now: Date.now, clock, workspace };
  const spend = createSpend(measured);
  const plays = createPlays(measured);
  const steps = createSteps(measured);
  const organisation = createOrganisation({ db, now: Date.now, changed: workspaces.changed, workspace });
  const ownership = createOwnership({
    db,
    events,
    inbox,
    now: Date.now,
    clock,
    changed: workspaces.changed,
    customers,
  });
  const experience = createExperience({ db, inbox, clock, customers });
  const features: Feature[] = [
    identity.feature,
    channels.feature,
    customers.feature,
    tags.feature,
    pond.feature,
    orders.feature,
    parties.feature,
    spend.feature,
    plays.feature,
    steps.feature,
    organisation.feature,
    ownership.feature,
    createSearch({ db, customers }).feature,
    createViews({ db, now: Date.now }).feature,
    experience.feature,
  ];
  const log = { info: () => undefined, error: (details: object) => console.error(details) };
  const engine = createEngine({
    databaseUrl: database.url,
    features,
    resolver: identity.resolver,
    events,
    clock: async (workspaceId) => ({
      now: (await clock(workspaceId))(),
      zone: (await workspace(workspaceId)).zone,
    }),
    log,
  });
  const exporter = createExporter({ databaseUrl: database.url, store: events, log, pollMs: 20 });
  const app = await createFeatureApp(db, features, { workspaces });
  void engine.run();
  void exporter.run();

  async function rest(workspaceId: number): Promise<void> {
    const end = Date.now() + 15_000;
    for (let quiet = 0; quiet < 2; ) {
      const { rows } = await database.pool.query(
        `select coalesce((select last_seq from engine_state where workspace_id = $1), 0) as seq,
          (select count(*) from inbox where workspace_id = $1) + (select count(*) from engine_drafts where workspace_id = $1) as waiting`,
        [workspaceId],
      );
      exporter.wake();
      const done = rows[0].waiting === 0 && (await events.watermark(workspaceId)) >= rows[0].seq;
      quiet = done ? quiet + 1 : 0;
      if (Date.now() > end) throw new Error(`the house does not come to rest: ${JSON.stringify(rows[0])}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return {
    db,
    url: database.url,
    app,
    events,
    runRules: ownership.runRules,
    rest,
    async tell(workspaceId, ...told) {
      const accepted = told.map(({ who = [], verified = true, ...event }) =>
        acceptedEvent({
          ...event,
          identities: who.map((text) => {
            const [namespace = '', value = ''] = text.split(/ (.*)/s, 2);
            return { namespace, value, verified };
          }),
        }),
      );
      await inbox.post(db, workspaceId, accepted);
      await rest(workspaceId);
    },
    async rebuild(workspaceId) {
      const { zone } = await workspace(workspaceId);
      const deps = { features, resolver: identity.resolver, times: createStageTimes(), events };
      await db.transaction().execute((tx) => replayWorkspace(deps, tx, { workspaceId, zone }));
      identity.resolver.invalidate();
    },
    sweep: tags.sweep,
    async advance(workspaceId, byMs) {
      await db.transaction().execute((tx) => advanceClock(tx, workspaceId, byMs));
      workspaces.changed();
    },
    async close() {
      await app.close();
      await engine.stop();
      await exporter.stop();
      await events.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

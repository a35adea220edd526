import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import type { FastifyBaseLogger } from 'fastify';
import { createAddress } from './features/address/index.ts';
import { createChannels, readBook } from './features/channels/index.ts';
import { createCustomers } from './features/customers/index.ts';
import { createDemo } from './features/demo/index.ts';
import { createDictionary, createQuarantine } from './features/dictionary/index.ts';
import { createExperience } from './features/experience/index.ts';
import { createExports } from './features/exports/index.ts';
import { createIdempotency, type Idempotency } from './features/idempotency/index.ts';
import { createIdentity, type Identity } from './features/identity/index.ts';
import { createImports } from './features/imports/index.ts';
import {
  commandState,
  createIngestion,
  createReadAgain,
  requestRetract,
  sourceNames,
} from './features/ingestion/index.ts';
import { createOrders, orderSides } from './features/orders/index.ts';
import { createOrganisation, readUnitScope } from './features/organisation/index.ts';
import { createOwnership } from './features/ownership/index.ts';
import { createParties } from './features/parties/index.ts';
import { createPlays, homesOf } from './features/plays/index.ts';
import { createPond } from './features/pond/index.ts';
import { createSearch } from './features/search/index.ts';
import { createSpend } from './features/spend/index.ts';
import { createSql } from './features/sql/index.ts';
import { createSteps } from './features/steps/index.ts';
import { createTagLookup, createTags } from './features/tags/index.ts';
import { createViews } from './features/views/index.ts';
import { createWebhooks } from './features/webhooks/index.ts';
import { createWorkspaces, type Workspaces, workspaceIds } from './features/workspaces/index.ts';
import type { EventStore } from './platform/event-store/event-store.ts';
import type { Feature } from './platform/feature.ts';
import { apiReference } from './platform/http/api-reference.ts';
import { servePublicly } from './platform/http/authentication.ts';
import { createHttpApp, sendProblem } from './platform/http/create-http-app.ts';
import type { HttpApp } from './platform/http/http-app.ts';
import type { ProxyWatch } from './platform/http/proxy-watch.ts';
import type { ProxyTrust } from './platform/http/trusted-proxies.ts';
import type { Inbox } from './platform/inbox/inbox.ts';
import type { Metrics } from './platform/metrics/metrics.ts';
import { metricsRoute } from './platform/metrics/metrics-route.ts';
import type { Notifications } from './platform/notifications/notifications.ts';
import type { Db } from './platform/postgres/db.ts';

/** The adapters every feature is built on; chosen in `open-house.ts`, and in the engine's thread. */
export interface Adapters {
  db: Db;
  events: EventStore;
  inbox: Inbox;
  notifications: Notifications;
  publicUrl: string | null;
  /** Requests come through a proxy that was named in the settings. */
  behindProxy?: boolean;
  /** Tells the engine to look at the inbox now. */
  wake(): void;
  /** Tells the engine that a workspace's clock was moved. */
  clockMoved?(): void;
  /** Where files are kept; null in threads that keep none. */
  dataFolder: string | null;
  /** What the analyst's door connects with; null in threads that serve nobody. */
  door: { databaseUrl: string; secret: string; local: boolean } | null;
  /** What seals the secrets of webhooks, and which private hosts they may reach; absent in threads that serve nobody. */
  webhooks?: { secret: string; privateHosts: readonly string[] };
}

/** The features in their one order: folds run in it, and what a later one needs of a tick an earlier one has done. */
export interface Features {
  features: readonly Feature[];
  /** Requests that are sent again; on the HTTP side only. */
  idempotency: Idempotency | null;
  workspaces: Workspaces;
  identity: Identity;
  /** Simulated people go on arriving in demos; on the HTTP side only. */
  arrive(onFault: (error: unknown) => void): Promise<void>;
  /** What happens goes out to webhooks; on the HTTP side only. */
  deliver(onFault: (error: unknown) => void): void;
  /** Finishes what a stopped process or a slow store left undone; at start and every minute, on the HTTP side only. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

export function createFeatures(adapters: Adapters): Features {
  const { db, inbox } = adapters;
  const now = Date.now;
  const workspaces = createWorkspaces({
    db,
    publicUrl: adapters.publicUrl ?? undefined,
    unitScopeOf: readUnitScope,
  });
  const organisation = createOrganisation({
    db,
    now,
    changed: workspaces.changed,
    workspace: workspaces.getWorkspace,
  });
  const zoneOf = async (workspaceId: number) => (await workspaces.getWorkspace(workspaceId)).zone;
  const address = createAddress({ db, now, publicUrl: adapters.publicUrl });
  const identity = createIdentity({
    db,
    inbox,
    clock: workspaces.workspaceClock,
    maySee: (principal, customer) => customers.maySee(principal, customer),
  });
  const dictionary = createDictionary({ db, now });
  const quarantine = createQuarantine({ db, inbox, now, readAgain: createReadAgain(db, dictionary) });
  const ingestion = createIngestion({
    ...adapters,
    dictionary,
    quarantine: quarantine.insert,
    clock: workspaces.workspaceClock,
  });
  const pond = createPond({
    db,
    events: adapters.events,
    clock: workspaces.workspaceClock,
    workspace: workspaces.getWorkspace,
    playHomes: homesOf,
  });
  const channels = createChannels({ db, now, classChanged: pond.classChanged });
  const customers = createCustomers({
    db,
    events: adapters.events,
    inbox,
    clock: workspaces.workspaceClock,
    bookOf: (workspaceId) => readBook(db, workspaceId),
    features: () => features,
    finders: () => [orders.find],
    playHomes: homesOf,
    sources: (workspaceId) => sourceNames(db, workspaceId),
    orders: orderSides,
    tags: createTagLookup(db),
    workspace: workspaces.getWorkspace,
  });
  const tags = createTags({ db, inbox, clock: workspaces.workspaceClock, customers });
  const orders = createOrders({
    db,
    workspace: workspaces.getWorkspace,
    clock: workspaces.workspaceClock,
    customers,
  });
  const parties = createParties({ db, inbox, clock: workspaces.workspaceClock, customers });
  const measured = {
    db,
    events: adapters.events,
    now,
    clock: workspaces.workspaceClock,
    workspace: workspaces.getWorkspace,
  };
  const spend = createSpend(measured);
  const plays = createPlays(measured);
  const steps = createSteps(measured);
  const ownership = createOwnership({
    ...adapters,
    now,
    clock: workspaces.workspaceClock,
    changed: workspaces.changed,
    customers,
  });
  const experience = createExperience({ db, inbox, clock: workspaces.workspaceClock, customers });
  const imports = createImports({
    db,
    inbox,
    dictionary,
    now,
    dataFolder: adapters.dataFolder,
    zoneOf,
    clockOf: workspaces.workspaceClock,
    retraction: {
      request: requestRetract,
      state: (workspaceId, commandId) => commandState(db, workspaceId, commandId),
    },
  });
  const demo = createDemo({
    db,
    inbox,
    workspaces,
    events: adapters.events,
    dataFolder: adapters.dataFolder,
    clockMoved: () => adapters.clockMoved?.(),
    stageOpen: adapters.publicUrl === null && !adapters.behindProxy,
    forgetKeys: ingestion.forgetKeys,
  });
  const idempotency = adapters.door && createIdempotency({ db, now, secret: adapters.door.secret });
  const exports = createExports({ ...adapters, now, changed: workspaces.changed });
  const sql = adapters.door && createSql({ db, now, workspace: workspaces.getWorkspace, ...adapters.door });
  const webhooks = adapters.webhooks && createWebhooks({ db, now, ...adapters.webhooks });
  const features: Feature[] = [
    workspaces.feature,
    address.feature,
    identity.feature,
    customers.feature,
    tags.feature,
    channels.feature,
    pond.feature,
    orders.feature,
    parties.feature,
    spend.feature,
    plays.feature,
    createSearch({ db, customers }).feature,
    createViews({ db, now }).feature,
    steps.feature,
    organisation.feature,
    ownership.feature,
    experience.feature,
    dictionary.feature,
    quarantine.feature,
    ingestion.feature,
    imports.feature,
    demo.feature,
    exports.feature,
    ...(idempotency ? [idempotency.feature] : []),
    ...(sql ? [sql.feature] : []),
    ...(webhooks ? [webhooks.feature] : []),
  ];
  return {
    features,
    idempotency,
    workspaces,
    identity,
    arrive: demo.start,
    deliver: (onFault) => webhooks?.courier.run(onFault),
    async resume() {
      const steps = [
        ...(await workspaceIds(db)).map((id) => () => customers.finishErasures(id)),
        () => customers.resumeRules(),
        ...(await workspaceIds(db)).map((id) => () => ingestion.watch(id)),
        () => pond.resume(),
        () => demo.resume(),
        () => sql?.resume(),
        () => exports.sweep(),
        () => idempotency?.sweep(),
        () => tags.sweep(),
        () => ownership.runRules(),
        () => webhooks?.courier.tidy(),
      ];
      // what fails in one must not keep the others, an erasure least of all
      const failures: unknown[] = [];
      for (const step of steps) await Promise.resolve(step()).catch((error: unknown) => failures.push(error));
      if (failures.length > 0) throw new AggregateError(failures, 'some work of the minute failed');
    },
    async close() {
      await webhooks?.courier.stop();
      await exports.close();
      await demo.close();
      await imports.close();
      await ingestion.close();
    },
  };
}

export interface AppOptions {
  logger: FastifyBaseLogger | false;
  /** Whose `X-Forwarded-…` headers are believed. */
  trustProxy: ProxyTrust;
  /** The built console; null: only the API is served. */
  consoleFolder: string | null;
  /** Files for other people's pages (SDK bundles). */
  publicFolder: string;
  secret: string;
  metrics: Metrics;
  /** Opens `/metrics`; null: it opens to this machine only. */
  metricsToken: string | null;
  proxies: ProxyWatch;
}

/** The HTTP application over all features. */
export async function createApp(
  { features, workspaces, idempotency }: Features,
  options: AppOptions,
): Promise<HttpApp> {
  const app = createHttpApp(options);
  await app.register(cookie, { secret: options.secret });
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Yutang', version: '0.1.0' } } });
  options.proxies.attach(app);
  workspaces.guard(app);
  idempotency?.attach(app);
  apiReference(app);
  metricsRoute(app, options.metrics, options.metricsToken);
  for (const feature of features) feature.routes?.(app);
  sdkFiles(app, options.publicFolder);
  if (options.consoleFolder) await serveConsole(app, options.consoleFolder);
  return app;
}

/** What other people's pages load from us: address → file in the public folder, and what it is. */
const bundles: [url: string, file: string, summary: string][] = [
  ['/analytics.js/v1/:key/analytics.min.js', 'analytics.min.js', 'analytics.js 2.0 for the HTML snippet'],
  ['/tracker/yutang.min.js', 'tracker/yutang.min.js', 'Our own tracker for web pages'],
  ['/tracker/yutang.esm.js', 'tracker/yutang.esm.js', 'Our own tracker as a module'],
  ['/tracker/miniprogram.js', 'tracker/miniprogram.js', 'Our own tracker for mini programs'],
];

function sdkFiles(app: HttpApp, folder: string): void {
  for (const [url, name, summary] of bundles) {
    app.get(
      url,
      { config: { permission: 'public' }, schema: { tags: ['collection'], summary } },
      (request, reply) => {
        const file = join(folder, name);
        if (!existsSync(file)) return sendProblem(request, reply, 'request.not-found', { what: name });
        return reply
          .type('text/javascript; charset=utf-8')
          .header('cache-control', 'public, max-age=3600')
          .header('access-control-allow-origin', '*')
          .send(createReadStream(file));
      },
    );
  }
}

/** The console: hashed files are kept for a year by browsers, every other address is the page itself. */
async function serveConsole(app: HttpApp, folder: string): Promise<void> {
  await app.register(async (scope) => {
    servePublicly(scope as unknown as HttpApp);
    await scope.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      setHeaders: (reply, path) => {
        reply.setHeader(
          'cache-control',
          /\/assets\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
    scope.get('/*', (request, reply) => {
      if (/^\/(api|v1|p|callbacks|health)(\/|$)/.test(request.url)) {
        return sendProblem(request, reply, 'request.not-found', { what: request.url.split('?')[0] ?? '' });
      }
      return reply.header('cache-control', 'no-cache').sendFile('index.html');
    });
  });
}

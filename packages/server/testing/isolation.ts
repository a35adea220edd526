import { permissionsOf } from '../src/features/workspaces/role-permissions.ts';
import type { HttpApp } from '../src/platform/http/http-app.ts';
import { type Permission, permissions, type Role, roles } from '../src/platform/http/principal.ts';
import { type RouteEntry, walkRoutes } from '../src/platform/http/route-list.ts';
import type { Db } from '../src/platform/postgres/db.ts';
import { fingerprintOf } from './fingerprint.ts';
import { makeApiKey, makePrincipal, makeWorkspace } from './principals.ts';
import { sampleOf } from './sample-of.ts';

/** Workspace A, and what must never be seen or changed from elsewhere. */
export interface IsolationCase {
  db: Db;
  /** A's number. */
  victim: number;
  /** Texts that stand in A's data and nowhere else. An answer that contains one has leaked. */
  secrets: readonly string[];
  /** Ids of A by the name of a path parameter or body property; `*` for names not listed. */
  ids: Record<string, readonly (string | number)[]>;
  /** Routes, as `GET /api/x`, that must not be run by somebody who may (an endless answer, a backup), with the reason. */
  denialsOnly?: Record<string, string>;
  /** Routes with an id in the path that may answer 2xx to a stranger's id, with the reason. */
  mayAnswer?: Record<string, string>;
  /** Only these routes; all unless told. */
  only?: (route: RouteEntry) => boolean;
  /** Tables that change by themselves while nothing happens in A. */
  volatile?: readonly string[];
  /** Waits until work in the background has come to rest. */
  settled?: () => Promise<void>;
}

interface Answer {
  status: number;
  body: string;
  code: string | undefined;
  permission: unknown;
}

/** What was walked, for the closing line of a test. */
export interface IsolationReport {
  routes: number;
  requests: number;
}

/**
 * Walks every route of an application: without credentials, with false ones, as owner and as key of another workspace
 * with A's ids in every place, and as every role and scope. Throws one error that lists every breach.
 */
export async function assertIsolation(app: HttpApp, world: IsolationCase): Promise<IsolationReport> {
  await app.ready();
  const routes = walkRoutes(app).filter(world.only ?? (() => true));
  const walk = new Walk(app, world);
  const rest = async () => {
    await world.settled?.();
    return fingerprintOf(world.db, world.victim, world.volatile ?? []);
  };
  const before = await rest();
  for (const route of routes) {
    await walk.strangers(route);
    await walk.foreigners(route);
  }
  const after = await rest();
  for (const [table, print] of after) {
    if (before.get(table) !== print) walk.breaches.push(`rows of A in ${table} changed`);
  }
  for (const route of routes) {
    await walk.roles(route);
    await walk.scopes(route);
  }
  if (walk.breaches.length > 0) throw new Error(`isolation is broken:\n${walk.breaches.join('\n')}`);
  if (routes.length === 0) throw new Error('there are no routes to walk');
  return { routes: routes.length, requests: walk.requests };
}

const madeUp = {
  cookie: `yutang_session=ys_${'A'.repeat(43)}`,
  authorization: `Bearer yk_${'A'.repeat(43)}`,
};

class Walk {
  readonly breaches: string[] = [];
  requests = 0;
  private readonly app: HttpApp;
  private readonly world: IsolationCase;
  private readonly homes = new Map<Role, number>();

  constructor(app: HttpApp, world: IsolationCase) {
    this.app = app;
    this.world = world;
  }

  /** Nobody at all, and somebody with made-up credentials. */
  async strangers(route: RouteEntry): Promise<void> {
    if (route.permission === 'public') return;
    const { cookie, authorization } = madeUp;
    const none: Record<string, string>[] = [{}, { cookie }, { authorization }];
    for (const headers of none) {
      const answer = await this.ask(route, headers, 0);
      const fits =
        route.permission === 'writeKey' ? answer.status >= 400 : [401, 404].includes(answer.status);
      if (!fits) this.breach(route, `answers ${answer.status} without credentials`, answer);
    }
  }

  /** The owner of another workspace, and its key with every scope, with A's ids wherever an id can stand. */
  async foreigners(route: RouteEntry): Promise<void> {
    const { db, victim, mayAnswer = {} } = this.world;
    const home = await makeWorkspace(db);
    const names = [...route.url.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
    const variants = Math.max(1, ...names.map((name) => this.idsOf(name).length));
    for (let variant = 0; variant < variants; variant++) {
      for (const full of [false, true]) {
        const headers = [
          (await makePrincipal(db, { workspaceId: home })).headers,
          (await makeApiKey(db, home, permissions)).headers,
        ];
        for (const header of headers) {
          if (nameOf(route) in (this.world.denialsOnly ?? {})) continue;
          const answer = await this.ask(route, header, variant, full);
          const found = answer.status < 300 && names.length > 0 && !(nameOf(route) in mayAnswer);
          if (found) this.breach(route, `answers ${answer.status} to an id of another workspace`, answer);
        }
      }
    }
    if (route.permission === 'public' || route.permission === 'writeKey') return;
    const { headers } = await makePrincipal(db, { workspaceId: home });
    const answer = await this.ask(route, { ...headers, 'yutang-workspace': String(victim) }, 0);
    if (answer.status !== 403)
      this.breach(route, `answers ${answer.status} inside a foreign workspace`, answer);
  }

  /** Each role gets exactly what its set of permissions says. */
  async roles(route: RouteEntry): Promise<void> {
    if (!isPermission(route.permission)) return;
    for (const role of roles) {
      const may = permissionsOf(role).has(route.permission);
      const workspaceId = this.homes.get(role) ?? (await makeWorkspace(this.world.db));
      this.homes.set(role, workspaceId);
      const { headers } = await makePrincipal(this.world.db, { role, workspaceId });
      await this.expect(route, headers, may, `role ${role}`);
    }
  }

  /** A key needs the one scope, and no other helps. */
  async scopes(route: RouteEntry): Promise<void> {
    const { permission } = route;
    if (!isPermission(permission)) return;
    const home = await makeWorkspace(this.world.db);
    const others = permissions.filter((one) => one !== permission);
    const exact = await makeApiKey(this.world.db, home, [permission]);
    const lacking = await makeApiKey(this.world.db, home, others);
    await this.expect(route, exact.headers, true, 'a key with the scope');
    await this.expect(route, lacking.headers, false, 'a key with all other scopes');
  }

  private async expect(route: RouteEntry, headers: Record<string, string>, may: boolean, who: string) {
    if (may && nameOf(route) in (this.world.denialsOnly ?? {})) return;
    const answer = await this.ask(route, headers, 0);
    const denied =
      answer.status === 403 && answer.code === 'request.forbidden' && answer.permission === route.permission;
    if (denied === may || answer.status === 401) {
      this.breach(route, `${may ? 'refuses' : 'admits'} ${who} (${answer.status})`, answer);
    }
  }

  private idsOf(name: string): readonly (string | number)[] {
    if (name === 'workspaceId') return [this.world.victim];
    return this.world.ids[name] ?? this.world.ids['*'] ?? [1];
  }

  /** Sends one request; an answer with A's data, a fault of ours or no answer is a breach whoever asks. */
  private async ask(route: RouteEntry, headers: Record<string, string>, variant: number, full = false) {
    this.requests++;
    const nth = (name: string) => {
      const ids = this.idsOf(name);
      return ids[variant % ids.length];
    };
    const known = (name: string) =>
      name === 'workspaceId' || name in this.world.ids ? nth(name) : undefined;
    const path = route.url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(nth(name))));
    const { querystring, body } = route.schema ?? {};
    const query = full ? (sampleOf(querystring, known, true) as Record<string, string> | undefined) : {};
    const reply = this.app.inject({
      method: route.method as 'GET',
      url: path.replace('*', 'x'),
      headers,
      query: query ?? {},
      ...(['GET', 'DELETE', 'OPTIONS'].includes(route.method) && !body
        ? {}
        : { payload: sampleOf(body, known, full) as object }),
    });
    const response = await Promise.race([reply, later(15_000)]);
    if (!response) {
      this.breach(route, 'did not answer within 15 s');
      return { status: 0, body: '', code: undefined, permission: undefined };
    }
    const answer = answerOf(response.statusCode, response.body);
    const leaked = this.world.secrets.find((secret) => answer.body.includes(secret));
    if (leaked !== undefined) this.breach(route, `shows ${leaked}`, answer);
    if (answer.status === 500) this.breach(route, 'has a fault', answer);
    return answer;
  }

  private breach(route: RouteEntry, what: string, answer?: Answer): void {
    const line = `${nameOf(route)} ${what}`;
    if (this.breaches.some((known) => known.startsWith(line))) return;
    this.breaches.push(answer ? `${line}: ${answer.body.slice(0, 200)}` : line);
  }
}

const nameOf = (route: RouteEntry) => `${route.method} ${route.url}`;

function isPermission(permission: string): permission is Permission {
  return (permissions as readonly string[]).includes(permission);
}

function answerOf(status: number, body: string): Answer {
  let problem: { code?: string; params?: Record<string, unknown> } = {};
  if (status >= 400 && body.startsWith('{')) problem = JSON.parse(body);
  return { status, body, code: problem.code, permission: problem.params?.permission };
}

function later(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, ms, undefined).unref());
}

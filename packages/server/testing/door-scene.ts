import type { LightMyRequestResponse } from 'fastify';
import pg from 'pg';
import { createDoorAccess } from '../src/features/sql/door-access.ts';
import type { DoorKind } from '../src/features/sql/door-ddl.ts';
import { createSql } from '../src/features/sql/index.ts';
import type { HttpApp } from '../src/platform/http/http-app.ts';
import { createFeatureApp } from './feature-app.ts';
import { createLiveHouse, type LiveHouse } from './live-house.ts';
import { makePrincipal, type PrincipalOptions } from './principals.ts';

const secret = 'a secret of thirty-two characters';

/** The analyst's door over a house with the real engine, and ways to come at it. */
export interface DoorScene extends LiveHouse {
  app: HttpApp;
  /** Somebody who asks. `ask` answers status and body of POST /api/sql/query. */
  person(options?: PrincipalOptions): Promise<DoorPerson>;
  /** A plain connection as the door's role: what an attacker has who got past every check of the text. */
  breakIn(workspaceId: number, kind: DoorKind): Promise<pg.Client>;
}

export interface DoorPerson {
  workspaceId: number;
  headers: { cookie: string };
  ask(text: string, more?: object): Promise<{ status: number; body: Record<string, unknown> }>;
  send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<LightMyRequestResponse>;
}

/** A house of one test file. Close it. */
export async function createDoorScene(): Promise<DoorScene> {
  const house = await createLiveHouse();
  const zone = async () => ({ zone: 'Asia/Shanghai' });
  const deps = { db: house.db, databaseUrl: house.url, secret, local: true, now: Date.now, workspace: zone };
  const app = await createFeatureApp(house.db, [createSql(deps).feature]);
  const access = createDoorAccess(deps);
  return {
    ...house,
    app,
    async person(options = {}) {
      const { workspaceId, headers } = await makePrincipal(house.db, options);
      const send: DoorPerson['send'] = (method, url, payload) =>
        app.inject({ method, url, headers, ...(payload && { payload }) });
      return {
        workspaceId,
        headers,
        send,
        async ask(text, more = {}) {
          const answer = await send('POST', '/api/sql/query', { text, ...more });
          return { status: answer.statusCode, body: answer.json() };
        },
      };
    },
    async breakIn(workspaceId, kind) {
      const { user, password, schema } = await access.keyOf(workspaceId, kind);
      const client = new pg.Client({
        connectionString: house.url.replace(/^(\w+:\/\/)(?:[^@/?]*@)?/, `$1${user}:${password}@`),
      });
      client.on('error', () => {});
      await client.connect();
      await client.query(`set search_path = ${schema}`);
      return client;
    },
    async close() {
      await app.close();
      await house.close();
    },
  };
}

import type { FastifyContextConfig, FastifySchema } from 'fastify';
import type { HttpApp } from './http-app.ts';

/** One registered route, as documents and tests see it. */
export interface RouteEntry {
  method: string;
  url: string;
  permission: NonNullable<FastifyContextConfig['permission']>;
  schema: FastifySchema | undefined;
}

const lists = new WeakMap<object, RouteEntry[]>();

/** Starts (or continues) the list of an application's routes. */
export function listOf(app: HttpApp): RouteEntry[] {
  // every encapsulated instance has the same server
  let list = lists.get(app.server);
  if (!list) {
    list = [];
    lists.set(app.server, list);
  }
  return list;
}

/** Every route registered since `guardRoutes`, HEAD twins of GET routes left out. */
export function walkRoutes(app: HttpApp): readonly RouteEntry[] {
  return listOf(app).filter((route) => route.method !== 'HEAD');
}

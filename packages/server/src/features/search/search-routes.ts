import { problems } from '@yutang/contracts/problem';
import { SearchAnswer, SearchQuery } from '@yutang/contracts/search';
import { unitsBelow } from '@yutang/core/organisation';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import type { Customers } from '../customers/index.ts';
import { listUnits, pageOfStaff } from '../organisation/index.ts';
import { readPlays } from '../plays/index.ts';

export interface SearchDeps {
  db: Db;
  customers: Pick<Customers, 'search'>;
}

/** One box that finds people, plays, outlets and staff, each by the right to see it. */
export function searchRoutes(app: HttpApp, { db, customers }: SearchDeps): void {
  app.get('/api/search', {
    config: { permission: 'member' },
    schema: {
      tags: ['search'],
      summary: 'Find people, plays, outlets and staff',
      querystring: SearchQuery,
      response: { 200: SearchAnswer, ...problems },
    },
    handler: async ({ principal, query }) => {
      const text = query.q.trim();
      const limit = query.limit ?? 6;
      const may = principal.permissions;
      const [people, plays, units] = await Promise.all([
        may.has('customers.read') ? customers.search(principal, text, limit) : [],
        may.has('plays.read') ? findPlays(principal, text, limit) : [],
        may.has('organisation.read') ? findUnits(principal, text, limit) : { outlets: [], staff: [] },
      ]);
      return { people, plays, ...units };
    },
  });

  async function findPlays({ workspaceId }: Principal, text: string, limit: number) {
    const plays = await readPlays(db, workspaceId);
    return plays
      .filter((play) => play.archivedAt === null && calledSo(text, play.name, play.code))
      .slice(0, limit)
      .map(({ code, name, status }) => ({ code, name, status }));
  }

  async function findUnits({ workspaceId, within }: Principal, text: string, limit: number) {
    const all = await listUnits(db, workspaceId);
    const below = within && unitsBelow(all, within.unitId);
    const outlets = all
      .filter((unit) => unit.closedAt === null && (!below || below.has(unit.id)))
      .flatMap(({ id, kind, name, ref }) =>
        kind === 'outlet' && calledSo(text, name, ref ?? '') ? [{ id, name, ref: ref ?? '' }] : [],
      )
      .slice(0, limit);
    const units = below && [...below];
    const page = await pageOfStaff(db, workspaceId, {
      q: text,
      units,
      left: false,
      limit,
      cursor: undefined,
    });
    const staff = page.items.map(({ id, name, ref, title }) => ({ id, name, ref, title }));
    return { outlets, staff };
  }
}

const calledSo = (text: string, ...names: string[]): boolean =>
  names.some((name) => name.toLowerCase().includes(text.toLowerCase()));

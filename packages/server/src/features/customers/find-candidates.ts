import { normaliseIdentity } from '@yutang/core/identity';
import { sql } from 'kysely';
import type { Db } from '../../platform/postgres/db.ts';
import { customerOfIdentity } from '../identity/index.ts';
import { customersOf } from './part-store.ts';

/** Finds customers by something a feature above knows, e.g. an order number. */
export type Finder = (workspaceId: number, text: string) => Promise<readonly number[]>;

const namespacesLast = 10 * 60_000;

/** Finds the customers whom a text names exactly: by number, by the value of any identity, or by what `finders` know. */
export function createCandidates(db: Db, finders: () => readonly Finder[], now: () => number) {
  const known = new Map<number, { at: number; namespaces: string[] }>();

  async function namespacesOf(workspaceId: number): Promise<string[]> {
    const cached = known.get(workspaceId);
    if (cached && now() - cached.at < namespacesLast) return cached.namespaces;
    const { rows } = await sql<{ namespace: string }>`
      select distinct namespace from parts where workspace_id = ${workspaceId}`.execute(db);
    const namespaces = rows.map((row) => row.namespace);
    known.set(workspaceId, { at: now(), namespaces });
    return namespaces;
  }

  return async (workspaceId: number, text: string): Promise<number[]> => {
    const wanted = text.trim();
    const found = new Set<number>();
    if (/^\d{1,15}$/.test(wanted)) {
      for (const customer of (await customersOf(db, workspaceId, [Number(wanted)])).values())
        found.add(customer);
    }
    const namespaces = new Set([...(await namespacesOf(workspaceId)), 'phone', 'email', 'user', 'member']);
    for (const namespace of namespaces) {
      const value = normaliseIdentity(namespace, wanted);
      if (!value.ok) continue;
      const customer = await customerOfIdentity(db, workspaceId, { namespace, value: value.value });
      if (customer !== undefined) found.add(customer);
    }
    for (const find of finders()) for (const customer of await find(workspaceId, wanted)) found.add(customer);
    return [...found];
  };
}

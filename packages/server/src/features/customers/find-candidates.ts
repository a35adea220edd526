import { normaliseIdentity } from '@yutang/core/identity';
import type { Db } from '../../platform/postgres/db.ts';
import { customersOfIdentities, namespacesOf } from '../identity/index.ts';
import { customersOf } from './part-store.ts';

/** Finds customers by something a feature above knows, e.g. an order number. */
export type Finder = (workspaceId: number, text: string) => Promise<readonly number[]>;

/** Finds the customers whom a text names exactly: by number, by the value of any identity, or by what `finders` know. */
export function createCandidates(db: Db, finders: () => readonly Finder[]) {
  return async (workspaceId: number, text: string): Promise<number[]> => {
    const wanted = text.trim();
    const found = new Set<number>();
    if (/^\d{1,15}$/.test(wanted)) {
      for (const customer of (await customersOf(db, workspaceId, [Number(wanted)])).values())
        found.add(customer);
    }
    const namespaces = new Set([
      ...(await namespacesOf(db, workspaceId)),
      'phone',
      'email',
      'user',
      'member',
    ]);
    const identities = [...namespaces].flatMap((namespace) => {
      const value = normaliseIdentity(namespace, wanted);
      return value.ok ? [{ namespace, value: value.value }] : [];
    });
    for (const customer of await customersOfIdentities(db, workspaceId, identities)) found.add(customer);
    for (const find of finders()) for (const customer of await find(workspaceId, wanted)) found.add(customer);
    return [...found];
  };
}

import {
  compileDefinition,
  type EventCheck,
  type EventDefinition,
  standardDefinition,
} from '@yutang/core/dictionary';
import { type EventFamily, standardEvents } from '@yutang/core/events';
import type { Db } from '../../platform/postgres/db.ts';
import { readDefinitions, readRevision } from './dictionary-store.ts';

/** How old a copy may be before another process's change is looked for. */
const freshMs = 1000;

/** A definition in force, ready to check with. */
export interface Entry {
  definition: EventDefinition;
  check: EventCheck;
}

interface Copy {
  revision: number;
  readAt: number;
  entries: Map<string, Entry>;
}

/** The definitions in force, in memory: stored ones over the standard ones. */
export interface DictionaryCache {
  /** Undefined when the copy is fresh; else a promise to wait for before `find`. */
  ready(workspaceId: number): Promise<void> | undefined;
  /** The definition of a name, undefined for an unknown one. Throws when `ready` was never waited for. */
  find(workspaceId: number, name: string): Entry | undefined;
  /** Every definition in force, by name. */
  all(workspaceId: number): ReadonlyMap<string, Entry>;
  /** Forgets the copy after a change. */
  forget(workspaceId: number): void;
}

const entryOf = (definition: EventDefinition): Entry => ({
  definition,
  check: compileDefinition(definition),
});

/** Family of a standard event never changes the check, so these are compiled once for all workspaces. */
const standardEntries = new Map(
  Object.keys(standardEvents).map((name) => [name, entryOf(standardDefinition(name) as EventDefinition)]),
);

export function createDictionaryCache(db: Db): DictionaryCache {
  const copies = new Map<number, Copy>();
  const loading = new Map<number, Promise<void>>();

  const load = async (workspaceId: number) => {
    const known = copies.get(workspaceId);
    const revision = await readRevision(db, workspaceId);
    if (known?.revision === revision) {
      known.readAt = performance.now();
      return;
    }
    const entries = new Map(standardEntries);
    for (const { name, definition } of await readDefinitions(db, workspaceId)) {
      if (definition) entries.set(name, entryOf(definition));
    }
    copies.set(workspaceId, { revision, readAt: performance.now(), entries });
  };
  const copyOf = (workspaceId: number): Copy => {
    const copy = copies.get(workspaceId);
    if (!copy) throw new Error('the dictionary was asked before it was ready');
    return copy;
  };

  return {
    ready(workspaceId) {
      const copy = copies.get(workspaceId);
      if (copy && performance.now() - copy.readAt < freshMs) return undefined;
      let running = loading.get(workspaceId);
      if (!running) {
        running = load(workspaceId).finally(() => loading.delete(workspaceId));
        loading.set(workspaceId, running);
      }
      return running;
    },
    find: (workspaceId, name) => copyOf(workspaceId).entries.get(name),
    all: (workspaceId) => copyOf(workspaceId).entries,
    forget(workspaceId) {
      // a load that began before the change must not be taken for one after it
      loading.delete(workspaceId);
      copies.delete(workspaceId);
    },
  };
}

/** Family of a name: as described, else behaviour. */
export function familyIn(entry: Entry | undefined): EventFamily {
  return entry?.definition.family ?? 'behaviour';
}

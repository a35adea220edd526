import type { Problem } from '@yutang/core/dictionary';
import type { EventFamily } from '@yutang/core/events';
import type { Feature } from '../../platform/feature.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { createDictionaryCache, familyIn } from './dictionary-cache.ts';
import { registerDictionaryRoutes } from './dictionary-routes.ts';
import { createDictionaryService } from './dictionary-service.ts';
import { createProblemCounter } from './problem-counter.ts';
import { foldSightings, resetSightings } from './sighting-fold.ts';

/** What of an event is looked at. */
export interface CheckedEvent {
  name: string;
  properties: Readonly<Record<string, unknown>>;
  sourceId: number | null;
  /** Epoch ms. */
  receivedAt: number;
}

/** accept · warn: take it, its problems are counted · quarantine: put it there with these problems. */
export interface Verdict {
  verdict: 'accept' | 'warn' | 'quarantine';
  problems: readonly Problem[];
}

/** The event dictionary as the collector uses it. */
export interface Dictionary {
  feature: Feature;
  /** To be waited for once a request, before `check` and `family`; undefined (nothing to wait for) nearly always. */
  ready(workspaceId: number): Promise<void> | undefined;
  /** Holds an event against its definition, from memory. Warnings are counted here, quarantined items where they are stored. */
  check(workspaceId: number, event: CheckedEvent): Verdict;
  /** Family the workspace gives a name: as described, else behaviour. */
  family(workspaceId: number, name: string): EventFamily;
  /** Writes down the warnings counted in memory (otherwise once a second). */
  flush(): Promise<void>;
}

export interface DictionaryDeps {
  db: Db;
  /** Epoch ms of the real clock. */
  now: () => number;
}

const accepted: Verdict = Object.freeze({ verdict: 'accept', problems: Object.freeze([]) });

export function createDictionary({ db, now }: DictionaryDeps): Dictionary {
  const cache = createDictionaryCache(db);
  const counter = createProblemCounter(db);
  const service = createDictionaryService(db, cache, now);
  return {
    feature: {
      name: 'dictionary',
      routes: (app) => registerDictionaryRoutes(app, { db, cache, service, now }),
      fold: foldSightings,
      foldsBeside: true,
      reset: resetSightings,
    },
    ready: cache.ready,
    check(workspaceId, event) {
      const entry = cache.find(workspaceId, event.name);
      if (!entry || entry.definition.mode === 'off') return accepted;
      const problems = entry.check(event.properties);
      if (problems.length === 0) return accepted;
      if (entry.definition.mode === 'enforce') return { verdict: 'quarantine', problems };
      const { name, sourceId, receivedAt: at } = event;
      const common = { workspaceId, sourceId: sourceId ?? 0, name, outcome: 'warn' as const, at };
      counter.add({ ...common, field: '', code: 'item', reason: '' });
      for (const problem of problems) counter.add({ ...common, ...problem });
      return { verdict: 'warn', problems };
    },
    family: (workspaceId, name) => familyIn(cache.find(workspaceId, name)),
    flush: counter.flush,
  };
}

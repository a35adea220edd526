import type {
  Definition,
  DefinitionPut,
  DefinitionVersion,
  UnknownEvent,
} from '@yutang/contracts/dictionary';
import { type EventDefinition, namingFault, resemblance, standardDefinition } from '@yutang/core/dictionary';
import { AppError } from '@yutang/core/errors';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import type { DictionaryCache } from './dictionary-cache.ts';
import {
  type DefinitionRow,
  lockDefinition,
  readDefinitions,
  readSightings,
  readVersions,
  type SightingRow,
  writeDefinition,
} from './dictionary-store.ts';

/** What the console asks of the dictionary. */
export interface DictionaryService {
  list(
    workspaceId: number,
    filter: ListFilter,
  ): Promise<{ items: Definition[]; nextCursor: string | null; total: number }>;
  find(workspaceId: number, name: string): Promise<Definition>;
  unknown(workspaceId: number): Promise<UnknownEvent[]>;
  put(principal: Principal, name: string, change: DefinitionPut): Promise<Definition>;
  remove(principal: Principal, name: string): Promise<void>;
  versions(
    workspaceId: number,
    name: string,
    page: { limit?: number; cursor?: string },
  ): Promise<{ items: DefinitionVersion[]; nextCursor: string | null }>;
}

interface ListFilter {
  q?: string;
  family?: string;
  mode?: string;
  limit?: number;
  cursor?: string;
}

export function createDictionaryService(
  db: Db,
  cache: DictionaryCache,
  now: () => number,
): DictionaryService {
  const inForce = async (workspaceId: number): Promise<Definition[]> => {
    const [stored, sightings] = await Promise.all([
      readDefinitions(db, workspaceId),
      readSightings(db, workspaceId),
    ]);
    await cache.ready(workspaceId);
    const rows = new Map(stored.map((row) => [row.name, row]));
    const seen = new Map(sightings.map((row) => [row.name, row]));
    return [...cache.all(workspaceId)]
      .map(([name, entry]) => present(name, entry.definition, rows.get(name), seen.get(name)))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const find = async (workspaceId: number, name: string) => {
    const found = (await inForce(workspaceId)).find((definition) => definition.name === name);
    if (!found) throw new AppError('request.not-found', { what: name });
    return found;
  };

  return {
    find,

    async list(workspaceId, { q, family, mode, limit = 200, cursor }) {
      const after = decodeCursor(cursor, ['string'])?.[0];
      const wanted = q?.trim().toLowerCase();
      const found = (await inForce(workspaceId)).filter(
        (each) =>
          (!family || each.family === family) &&
          (!mode || each.mode === mode) &&
          (!wanted || `${each.name}\n${each.zh ?? ''}\n${each.owner ?? ''}`.toLowerCase().includes(wanted)),
      );
      const rest = after === undefined ? found : found.filter((each) => each.name > after);
      return { ...cutPage(rest.slice(0, limit + 1), limit, (each) => [each.name]), total: found.length };
    },

    async unknown(workspaceId) {
      const sightings = await readSightings(db, workspaceId);
      await cache.ready(workspaceId);
      const described = cache.all(workspaceId);
      return sightings
        .filter((row) => !described.has(row.name))
        .map((row) => ({
          name: row.name,
          seen: row.seen,
          firstSeenAt: row.first_at,
          lastSeenAt: row.last_at,
          sourceIds: row.source_ids,
          resembles: resemblance(row.name, described.keys()),
        }));
    },

    async put(principal, name, { version: startedFrom, ...definition }) {
      const { workspaceId } = principal;
      const fault = namingFault(name);
      if (fault) throw new AppError('dictionary.name', { reason: fault });
      refuseBadRules(definition);
      await db.transaction().execute(async (tx) => {
        const present = await lockDefinition(tx, workspaceId, name);
        const version = present?.version ?? 0;
        if (startedFrom !== undefined && startedFrom !== version) {
          throw new AppError('dictionary.changed', { name, version });
        }
        const change = { name, version: version + 1, updated_at: now(), updated_by: principal.label };
        await writeDefinition(tx, workspaceId, { ...change, definition });
        await audit(tx, principal, 'definition.changed', `event:${name}`, {
          version: change.version,
          mode: definition.mode,
        });
      });
      cache.forget(workspaceId);
      return find(workspaceId, name);
    },

    async remove(principal, name) {
      const { workspaceId } = principal;
      await db.transaction().execute(async (tx) => {
        const present = await lockDefinition(tx, workspaceId, name);
        if (!present?.definition) throw new AppError('request.not-found', { what: name });
        const version = present.version + 1;
        const change = { name, version, updated_at: now(), updated_by: principal.label };
        await writeDefinition(tx, workspaceId, { ...change, definition: null });
        await audit(tx, principal, 'definition.deleted', `event:${name}`, { version });
      });
      cache.forget(workspaceId);
    },

    async versions(workspaceId, name, { limit = 50, cursor }) {
      const before = decodeCursor(cursor, ['number'])?.[0] ?? Number.MAX_SAFE_INTEGER;
      const rows = await readVersions(db, workspaceId, name, before, limit + 1);
      const page = cutPage(rows, limit, (row) => [row.version]);
      return {
        items: page.items.map((row) => ({
          version: row.version,
          definition: mutable(row.definition),
          at: row.updated_at,
          by: row.updated_by,
        })),
        nextCursor: page.nextCursor,
      };
    },
  };
}

function present(
  name: string,
  definition: EventDefinition,
  row: DefinitionRow | undefined,
  sighting: SightingRow | undefined,
): Definition {
  return {
    name,
    ...(mutable(definition) as NonNullable<DefinitionVersion['definition']>),
    version: row?.version ?? 0,
    standard: standardDefinition(name) !== undefined,
    updatedAt: row?.updated_at ?? null,
    updatedBy: row?.updated_by ?? null,
    seen: sighting?.seen ?? 0,
    lastSeenAt: sighting?.last_at ?? null,
  };
}

/** Core's definitions are read-only; the wire's types are not. */
function mutable(definition: EventDefinition | null): DefinitionVersion['definition'] {
  return definition as DefinitionVersion['definition'];
}

/** Rules that could never be fulfilled are a slip of the editor, not a wish. */
function refuseBadRules(definition: Pick<DefinitionPut, 'properties'>): void {
  for (const [field, rule] of Object.entries(definition.properties)) {
    const kind = rule.type === 'time' ? 'string' : rule.type;
    const odd = rule.enum?.find((value) => typeof value !== kind);
    if (odd === undefined) continue;
    throw new AppError('dictionary.property', {
      field,
      reason: `allows ${JSON.stringify(odd)}, which is not a ${rule.type}`,
    });
  }
}

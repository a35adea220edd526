import {
  ConflictPage,
  ConflictQuery,
  FieldParams,
  type FieldRule,
  FieldRuleDraft,
  FieldRuleList,
  FieldRulePreview,
  type OwnedSource,
  SourceDepartment,
} from '@yutang/contracts/field-rules';
import { Empty, IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import { cardKeys, maskProperty } from '@yutang/core/customers';
import { AppError } from '@yutang/core/errors';
import { cutPage, decodeCursor } from '../../platform/http/cursor.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { assertOpen, listUnits } from '../organisation/index.ts';
import { audit, maskValue } from '../workspaces/index.ts';
import type { CustomersDeps } from './customer-service.ts';
import { isRunning, lockTicks, requestRun, runRules } from './field-rule-run.ts';
import {
  countFields,
  type FieldCount,
  listConflicts,
  previewRule,
  rankAgain,
  readOwners,
  readRules,
  writeOwner,
  writeRule,
} from './field-rule-store.ts';
import { assertWhole } from './visible-customers.ts';

const tags = ['field rules'];
/** How long a change waits for all cards before it answers, ms; the rest is done after the answer. */
const patience = 3000;
const sampleSize = 10;

/** Every source with the department whose system it is; by hand is not among them. */
export async function ownedSources(
  deps: Pick<CustomersDeps, 'db' | 'sources'>,
  workspaceId: number,
): Promise<OwnedSource[]> {
  const owners = await readOwners(deps.db, workspaceId);
  const units = new Map((await listUnits(deps.db, workspaceId)).map((unit) => [unit.id, unit.name]));
  return (await deps.sources(workspaceId)).map((source) => {
    const unitId = owners.get(source.id) ?? null;
    return { ...source, unitId, unitName: unitId === null ? null : (units.get(unitId) ?? null) };
  });
}

/** Which source is believed, field by field (DAT-03). */
export function fieldRuleRoutes(app: HttpApp, deps: CustomersDeps): void {
  const { db } = deps;
  const read = { permission: 'sources.read' as const };
  const write = { permission: 'dictionary.write' as const };

  /** @throws request.invalid for a list of priority that is empty or names what does not exist */
  async function assertPlaces(workspaceId: number, { policy, places }: FieldRuleDraft): Promise<void> {
    if (policy !== 'priority') return;
    const field = 'body.places';
    if (places.length === 0) throw new AppError('request.invalid', { field, reason: 'is empty' });
    const sources = [{ id: 0 }, ...(await deps.sources(workspaceId))].map(({ id }) => `source:${id}`);
    const units = (await listUnits(db, workspaceId)).map(({ id }) => `unit:${id}`);
    const stray = places.find((place) => !sources.includes(place) && !units.includes(place));
    if (stray)
      throw new AppError('request.invalid', { field, reason: `is neither a source nor a unit: ${stray}` });
  }

  /** Changes rules between two ticks, and brings the cards up to date where they show such a field. */
  async function change(
    principal: Principal,
    cards: boolean,
    act: (tx: Tx) => Promise<unknown>,
  ): Promise<void> {
    const { workspaceId } = principal;
    await db.transaction().execute(async (tx) => {
      await lockTicks(tx, workspaceId);
      await act(tx);
      if (cards) await requestRun(tx, workspaceId);
    });
    if (!cards) return;
    // who fails here is finished by the minute's work
    const run = runRules(db, workspaceId).catch(() => {});
    await Promise.race([run, new Promise((resolve) => setTimeout(resolve, patience))]);
  }

  async function list(workspaceId: number): Promise<FieldRule[]> {
    const rules = new Map((await readRules(db, workspaceId)).map((rule) => [rule.key, rule]));
    const counts = await countFields(db, workspaceId);
    const seen = new Set(counts.map(({ key }) => key));
    const unseen = [...rules.keys()].filter((key) => !seen.has(key));
    const none: FieldCount[] = unseen.map((key) => ({ key, people: 0, conflicting: 0, sources: [] }));
    return [...counts, ...none].map((count) => {
      const {
        policy = 'latest',
        places = [],
        updatedAt = null,
        updatedBy = null,
      } = rules.get(count.key) ?? {};
      return { ...count, policy, places, updatedAt, updatedBy };
    });
  }

  app.get('/api/field-rules', {
    config: read,
    schema: {
      tags,
      summary: 'Fields that sources speak of, each with its rule and how many people they disagree on',
      response: { 200: FieldRuleList, ...problems },
    },
    handler: async ({ principal }) => {
      assertWhole(principal);
      const { workspaceId } = principal;
      return {
        items: await list(workspaceId),
        sources: await ownedSources(deps, workspaceId),
        applying: await isRunning(db, workspaceId),
      };
    },
  });

  app.post('/api/field-rules/:key/preview', {
    config: read,
    schema: {
      tags,
      summary: 'Whose value a rule would change; changes nothing',
      params: FieldParams,
      body: FieldRuleDraft,
      response: { 200: FieldRulePreview, ...problems },
    },
    handler: async ({ principal, params: { key }, body }) => {
      assertWhole(principal);
      const { workspaceId, masked } = principal;
      await assertPlaces(workspaceId, body);
      const found = await previewRule(db, workspaceId, key, body, sampleSize);
      if (!masked) return found;
      const sample = found.sample.map((one) => ({
        ...one,
        name: one.name && maskValue('name', one.name),
        before: maskProperty(key, one.before),
        after: maskProperty(key, one.after),
      }));
      return { ...found, sample };
    },
  });

  app.put('/api/field-rules/:key', {
    config: write,
    schema: {
      tags,
      summary: 'Say which source is believed on a field; holds for everybody',
      params: FieldParams,
      body: FieldRuleDraft,
      response: { 200: Empty, ...problems },
    },
    handler: async ({ principal, params: { key }, body }) => {
      assertWhole(principal);
      const { workspaceId, label } = principal;
      await assertPlaces(workspaceId, body);
      const { policy } = body;
      const places = policy === 'priority' ? body.places : [];
      await change(principal, cardKeys.has(key), async (tx) => {
        const before = (await readRules(tx, workspaceId)).find((rule) => rule.key === key);
        const { people } = await previewRule(tx, workspaceId, key, { policy, places }, 0);
        await writeRule(tx, workspaceId, { key, policy, places, updatedAt: Date.now(), updatedBy: label });
        await audit(tx, principal, 'field-rule.changed', `field:${key}`, {
          from: before?.policy ?? 'latest',
          to: policy,
          places,
          people,
        });
      });
      return {};
    },
  });

  app.get('/api/field-rules/:key/people', {
    config: read,
    schema: {
      tags,
      summary: 'Whose sources disagree on a field, with every word',
      params: FieldParams,
      querystring: ConflictQuery,
      response: { 200: ConflictPage, ...problems },
    },
    handler: async ({ principal, params: { key }, query }) => {
      assertWhole(principal);
      const { limit = 50 } = query;
      const [after = 0] = decodeCursor(query.cursor, ['number']) ?? [];
      const rows = await listConflicts(db, principal.workspaceId, key, { after, limit: limit + 1 });
      const page = cutPage(rows, limit, (row) => [row.customer]);
      if (!principal.masked) return page;
      const items = page.items.map((row) => ({
        ...row,
        name: row.name && maskValue('name', row.name),
        words: row.words.map((word) => ({ ...word, value: maskProperty(key, word.value) })),
      }));
      return { ...page, items };
    },
  });

  app.put('/api/sources/:id/department', {
    config: { permission: 'sources.write' },
    schema: {
      tags,
      summary: 'Say which department’s system a source is',
      params: IdParams,
      body: SourceDepartment,
      response: { 200: Empty, ...problems },
    },
    handler: async ({ principal, params: { id }, body: { unitId } }) => {
      const { workspaceId } = principal;
      if (!(await deps.sources(workspaceId)).some((source) => source.id === id))
        throw new AppError('request.not-found', { what: `source ${id}` });
      assertOpen(await listUnits(db, workspaceId), unitId, 'body.unitId');
      const rules = (await readRules(db, workspaceId)).filter(({ policy }) => policy === 'priority');
      const shown = rules.some(({ key }) => cardKeys.has(key));
      await change(principal, shown, async (tx) => {
        await writeOwner(tx, workspaceId, id, unitId);
        await rankAgain(tx, workspaceId);
        await audit(tx, principal, 'source.department-set', `source:${id}`, { unitId });
      });
      return {};
    },
  });
}

import { Readable } from 'node:stream';
import {
  AttributeList,
  ConsentDraft,
  ConsentLedger,
  CustomerPage,
  CustomerPatch,
  CustomerProfile,
  CustomerQuery,
  EdgeList,
  Erased,
  EraseRequest,
  PersonExport,
  Timeline,
  TimelineQuery,
} from '@yutang/contracts/customers';
import { IdParams } from '@yutang/contracts/page';
import { CustomerFilter, Portrait } from '@yutang/contracts/portrait';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { sql } from 'kysely';
import { Type } from 'typebox';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { integers } from '../../platform/postgres/array-literal.ts';
import { audit } from '../workspaces/index.ts';
import { listAttributes } from './attribute-list.ts';
import { createExportLimit, csvOfCustomers, exportPerson } from './customer-export.ts';
import { listCustomers } from './customer-list.ts';
import { askPortrait } from './customer-portrait.ts';
import { readEdges, readProfile } from './customer-profile.ts';
import { showCustomers } from './customer-row.ts';
import type { CustomerService, CustomersDeps } from './customer-service.ts';
import { erasePerson } from './erasure.ts';
import { fieldRuleRoutes, ownedSources } from './field-rule-routes.ts';
import { createListInput } from './list-input.ts';
import { askTimeline } from './timeline-question.ts';

const tags = ['customers'];
const { limit: _limit, cursor: _cursor, ...filters } = CustomerQuery.properties;
const ExportQuery = Type.Object(
  {
    ...filters,
    ids: Type.Optional(
      Type.String({
        pattern: '^\\d{1,15}(,\\d{1,15}){0,999}$',
        description: 'Only these of the list, by customer number',
      }),
    ),
  },
  { additionalProperties: false },
);

/** One person, and lists of them. */
export function customerRoutes(app: HttpApp, deps: CustomersDeps, service: CustomerService): void {
  const read = { permission: 'customers.read' as const };
  const write = { permission: 'customers.write' as const };
  const listInput = createListInput(deps);
  const limitExports = createExportLimit(Date.now);
  fieldRuleRoutes(app, deps);

  app.get('/api/customers', {
    config: read,
    schema: {
      tags,
      summary: 'Customers and visitors',
      querystring: CustomerQuery,
      response: { 200: CustomerPage, ...problems },
    },
    handler: async ({ principal, query }) => {
      const { limit = 50, cursor, ...filter } = query;
      const showing = await service.showing(principal);
      const page = await listCustomers(deps.db, await listInput(principal, filter, showing), {
        limit,
        cursor,
      });
      const { workspaceId } = principal;
      const numbers = page.items.map((row) => row.customer);
      const chips = await deps.tags.chipsOf(workspaceId, numbers, showing.now);
      const items = await showCustomers(deps.db, workspaceId, page.items, showing);
      return { ...page, items: items.map((item) => ({ ...item, tags: chips.get(item.id) ?? [] })) };
    },
  });

  app.get('/api/customers/portrait', {
    config: read,
    schema: {
      tags,
      summary: 'What the people of a list are made of; the bars of each distribution sum to 100 %',
      querystring: CustomerFilter,
      response: { 200: Portrait, ...problems },
    },
    handler: async ({ principal, query }) => {
      const showing = await service.showing(principal);
      return askPortrait(deps, await listInput(principal, query, showing), query);
    },
  });

  app.get('/api/customers/export.csv', {
    config: { permission: 'customers.export' },
    schema: { tags, summary: 'A list as CSV; ten an hour, each with an audit row', querystring: ExportQuery },
    handler: async ({ principal, query }, reply) => {
      limitExports(principal);
      const showing = await service.showing(principal);
      const { ids, ...filter } = query;
      const list = await listInput(principal, filter, showing);
      const some = ids && sql`c.customer = any(${integers(ids.split(',').map(Number))}::bigint[])`;
      const input = some ? { ...list, also: [...(list.also ?? []), some] } : list;
      await deps.db
        .transaction()
        .execute((tx) =>
          audit(tx, principal, 'customers.exported', 'customers', { filters: Object.keys(query) }),
        );
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="customers.csv"')
        .send(Readable.from(csvOfCustomers(deps, input, showing)));
    },
  });

  app.get('/api/customers/:id', {
    config: read,
    schema: {
      tags,
      summary: 'One person',
      params: IdParams,
      response: { 200: CustomerProfile, ...problems },
    },
    handler: ({ principal, params }) => profile(principal, params.id),
  });

  async function profile(principal: Principal, id: number): Promise<CustomerProfile> {
    const { customer } = await service.person(principal, id);
    const found = await readProfile(
      deps.db,
      principal.workspaceId,
      customer,
      await service.showing(principal),
    );
    if (!found) throw new AppError('request.not-found', { what: `customer ${id}` });
    return found;
  }

  app.patch('/api/customers/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Set attributes, owner or outlet; answers the profile after it was taken in',
      params: IdParams,
      body: CustomerPatch,
      response: { 200: CustomerProfile, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      await service.change(principal, params.id, body);
      // whoever gave the customer away may not look any more, but did it
      return profile({ ...principal, ownStaff: null, within: null }, params.id);
    },
  });

  app.get('/api/customers/:id/attributes', {
    config: read,
    schema: {
      tags,
      summary: 'Attributes with their lineage',
      params: IdParams,
      response: { 200: AttributeList, ...problems },
    },
    handler: async ({ principal, params }) => {
      const { homes } = await service.person(principal, params.id);
      const { workspaceId, masked } = principal;
      const sources = await ownedSources(deps, workspaceId);
      return listAttributes(deps, { workspaceId, homes, masked, sources });
    },
  });

  app.get('/api/customers/:id/timeline', {
    config: read,
    schema: {
      tags,
      summary: 'What happened, over every identity and staff member, newest first',
      params: IdParams,
      querystring: TimelineQuery,
      response: { 200: Timeline, ...problems },
    },
    handler: async ({ principal, params, query }) => {
      const { homes } = await service.person(principal, params.id);
      const { workspaceId, masked } = principal;
      return askTimeline(deps.events, { workspaceId, homes, query, masked });
    },
  });

  app.get('/api/customers/:id/edges', {
    config: read,
    schema: {
      tags,
      summary: 'Relations with people, staff and organisations',
      params: IdParams,
      response: { 200: EdgeList, ...problems },
    },
    handler: async ({ principal, params }) => {
      const { homes } = await service.person(principal, params.id);
      return readEdges(deps.db, principal, homes);
    },
  });

  app.get('/api/customers/:id/consents', {
    config: read,
    schema: {
      tags,
      summary: 'What the person agreed to, and every grant and withdrawal',
      params: IdParams,
      response: { 200: ConsentLedger, ...problems },
    },
    handler: ({ principal, params }) => service.consents(principal, params.id),
  });

  app.post('/api/customers/:id/consents', {
    config: write,
    schema: {
      tags,
      summary: 'Record a grant or a withdrawal; answers the ledger after it was taken in',
      params: IdParams,
      body: ConsentDraft,
      response: { 200: ConsentLedger, ...problems },
    },
    handler: ({ principal, params, body }) => service.consent(principal, params.id, body),
  });

  app.get('/api/customers/:id/export', {
    config: { permission: 'customers.export' },
    schema: {
      tags,
      summary: 'Everything known of one person',
      params: IdParams,
      response: { 200: PersonExport, ...problems },
    },
    handler: async ({ principal, params }) =>
      exportPerson(deps, principal, await service.person(principal, params.id)),
  });

  app.post('/api/customers/:id/erase', {
    config: { permission: 'customers.erase' },
    schema: {
      tags,
      summary: 'Erase a person everywhere; sums stay. Cannot be undone',
      params: IdParams,
      body: EraseRequest,
      response: { 200: Erased, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      const person = await service.person(principal, params.id);
      if (body.confirm !== String(person.customer)) {
        throw new AppError('customer.erase-unconfirmed', { customer: person.customer });
      }
      return erasePerson(deps, principal, person, body.reason ?? null);
    },
  });
}

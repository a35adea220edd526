import type { CustomerPage } from '@yutang/contracts/customers';
import type { RawBuilder } from 'kysely';
import type { Feature, Person } from '../../platform/feature.ts';
import type { Principal } from '../../platform/http/principal.ts';
import { identitiesOf } from '../identity/index.ts';
import { recomputeCards } from './card-store.ts';
import { foldCustomers } from './customer-fold.ts';
import { conditions, type ListInput, listCustomers, listNumbers } from './customer-list.ts';
import { customerRoutes } from './customer-routes.ts';
import { showCustomers } from './customer-row.ts';
import { type CustomersDeps, createCustomerService } from './customer-service.ts';
import { finishErasures } from './erasure.ts';
import { resumeRules } from './field-rule-run.ts';
import { createListInput } from './list-input.ts';
import { eraseCustomer, exportCustomer } from './person-store.ts';
import { resetCustomers } from './reset-customers.ts';
import { createSearchPeople, type SearchPeople } from './search-people.ts';

/** People: profiles, attributes, relations, consents, timeline, export and erasure. */
export interface Customers {
  feature: Feature;
  /** Lets the event store forget those who were erased, where a crash or a slow exporter left that open. */
  finishErasures(workspaceId: number): Promise<boolean>;
  /** Finishes bringing cards up to date with field rules, where a stopped process left that open. */
  resumeRules(): Promise<void>;
  /** Whether this principal may look at that customer: a guide at own customers only. */
  maySee(principal: Principal, customer: number): Promise<boolean>;
  /** The person of a number today. @throws request.not-found, also out of the principal's scope */
  person(principal: Principal, id: number): Promise<Person>;
  /** Numbers of those whom filters of the list find for this principal, `most` at most, and how many there are. */
  find(
    principal: Principal,
    filter: ListInput['query'],
    most: number,
  ): Promise<{ customers: number[]; total: number }>;
  /** One page of the list with this filter, as this principal sees it. */
  list(
    principal: Principal,
    filter: ListInput['query'],
    page: { limit: number; cursor: string | undefined },
  ): Promise<CustomerPage>;
  /** What a list with this filter shows the principal, as a condition of the table as `c`. */
  conditionOf(principal: Principal, filter: ListInput['query']): Promise<RawBuilder<unknown>>;
  search: SearchPeople;
}

/** Builds the feature. It holds no connection of its own and needs no closing. */
export function createCustomers(deps: CustomersDeps): Customers {
  const service = createCustomerService(deps);
  const listInput = createListInput(deps);
  return {
    feature: {
      name: 'customers',
      routes: (app) => customerRoutes(app, deps, service),
      fold: (tx, tick) => foldCustomers(tx, tick, identitiesOf),
      rebuild: recomputeCards,
      reset: resetCustomers,
      export: exportCustomer,
      erase: eraseCustomer,
    },
    finishErasures: (workspaceId) => finishErasures(deps, workspaceId),
    resumeRules: () => resumeRules(deps.db),
    async conditionOf(principal, query) {
      return conditions(await listInput(principal, query, await service.showing(principal)));
    },
    maySee: (principal, customer) =>
      service.person(principal, customer).then(
        () => true,
        () => false,
      ),
    person: service.person,
    search: createSearchPeople(deps, service),
    async list(principal, filter, page) {
      const showing = await service.showing(principal);
      const found = await listCustomers(deps.db, await listInput(principal, filter, showing), page);
      return { ...found, items: await showCustomers(deps.db, principal.workspaceId, found.items, showing) };
    },
    async find(principal, filter, most) {
      const input = await listInput(principal, filter, await service.showing(principal));
      return listNumbers(deps.db, input, most);
    },
  };
}

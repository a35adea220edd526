import type { FoundPerson } from '@yutang/contracts/search';
import { type RawBuilder, sql } from 'kysely';
import type { Principal } from '../../platform/http/principal.ts';
import { customersByBeginning } from '../identity/index.ts';
import { customerRows } from './customer-list.ts';
import { showCustomers } from './customer-row.ts';
import type { CustomerService, CustomersDeps } from './customer-service.ts';
import { createCandidates } from './find-candidates.ts';
import { maySeeRow, visibleTo } from './visible-customers.ts';

/** Finds the people a text may mean, of those the caller may see, the surest first. */
export type SearchPeople = (principal: Principal, text: string, most: number) => Promise<FoundPerson[]>;

/** Letters of an identity before it is searched by its beginning; shorter ones would find everybody. */
const shortest = 3;

/** A phone, order or customer number: nobody's name has it in the middle. */
const isNumber = (text: string): boolean => /^[\d\s+()-]{4,}$/.test(text);

/**
 * Whole identities, numbers and orders first, then beginnings of identities and names, then parts of names. The table is
 * not scanned: parts of names are read from the index of names.
 */
export function createSearchPeople(deps: CustomersDeps, service: CustomerService): SearchPeople {
  const { db } = deps;
  const candidatesOf = createCandidates(db, deps.finders);
  return async (principal, text, most) => {
    const { workspaceId, masked } = principal;
    const found = new Set<number>();
    const add = async (customers: readonly number[]) => {
      const rows = await customerRows(db, workspaceId, customers);
      for (const row of rows) if (maySeeRow(row, principal)) found.add(row.customer);
    };
    await add(await candidatesOf(workspaceId, text));
    // a part of what is masked would tell the whole, a letter at a time
    if (!masked && !(found.size > 0 && isNumber(text))) {
      // more than asked for, because some of them may not be the caller's to see
      if (found.size < most && text.length >= shortest)
        await add(await customersByBeginning(db, workspaceId, text, most * 4));
      const name = text.toLowerCase().replace(/[\\%_]/g, '\\$&');
      if (found.size < most)
        for (const one of await named(sql`like ${`${name}%`} order by lower(c.name) using ~<~`))
          found.add(one);
      // whose name holds a number is found by its beginning
      if (found.size < most && !isNumber(text))
        for (const one of await named(sql`like ${`%${name}%`}`)) found.add(one);
    }
    const rows = await customerRows(db, workspaceId, [...found].slice(0, most));
    const shown = await showCustomers(db, workspaceId, rows, await service.showing(principal));
    return shown.map(({ id, name, kind, phone, email, pond, owner, outlet }) => ({
      id,
      name,
      kind,
      phone,
      email,
      pond,
      owner,
      outlet,
    }));

    /** Those with a name in small letters that is `like` something, as many as are asked for. */
    async function named(like: RawBuilder<unknown>): Promise<number[]> {
      const visible = visibleTo(principal);
      const { rows: names } = await sql<{ customer: number }>`
        select c.customer from customers c
        where c.workspace_id = ${workspaceId} ${visible ? sql`and ${visible}` : sql``} and c.name is not null
          and lower(c.name) ${like} limit ${most}`.execute(db);
      return names.map((row) => row.customer);
    }
  };
}

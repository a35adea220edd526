import type { CustomerTags, CustomerTagsChange, TagBatchDraft, TagBatchResult } from '@yutang/contracts/tags';
import { AppError } from '@yutang/core/errors';
import type { Principal } from '../../platform/http/principal.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { type Customers, customersOf } from '../customers/index.ts';
import { audit } from '../workspaces/index.ts';
import { insertBatch, insertBatchPeople, markUndone, readBatchPeople } from './batch-store.ts';
import { readHeld } from './held-tags.ts';
import { type Change, planChanges } from './plan-changes.ts';
import { postChanges } from './post-changes.ts';
import { readTagBook } from './tag-book.ts';
import { readHistory } from './tag-history.ts';
import { chipsOf } from './tag-lookup.ts';

export interface TagsDeps {
  db: Db;
  inbox: Inbox;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  customers: Pick<Customers, 'person' | 'find'>;
}

/** Most people of one batch; beyond it the request would not be answered in good time. */
const mostPeople = 20_000;
/** How long a command waits for its tick before it answers. */
const patience = 1500;

/** Commands that change who has which tag. */
export interface TagService {
  tagsOf(principal: Principal, id: number): Promise<CustomerTags>;
  change(principal: Principal, id: number, wish: CustomerTagsChange): Promise<CustomerTags>;
  /** @throws tag.nobody-named, tag.too-many-people, tag.unknown, tag.single-choice. */
  batch(principal: Principal, draft: TagBatchDraft): Promise<TagBatchResult>;
  /** @throws tag.undone-before, request.not-found. */
  undo(principal: Principal, batch: number): Promise<TagBatchResult>;
}

export function createTagService({ db, inbox, clock, customers }: TagsDeps): TagService {
  async function tagsOf(principal: Principal, id: number): Promise<CustomerTags> {
    const { workspaceId } = principal;
    const { customer, homes } = await customers.person(principal, id);
    const now = (await clock(workspaceId))();
    const book = await readTagBook(db, workspaceId);
    const held = await readHeld(db, workspaceId, book, now, [customer]);
    const history = await readHistory(db, workspaceId, book, homes);
    return { now: chipsOf(book, held).get(customer) ?? [], history };
  }

  return {
    tagsOf,

    async change(principal, id, { add = [], remove = [], until = null, note = null }) {
      const { workspaceId, label } = principal;
      const { customer } = await customers.person(principal, id);
      const at = (await clock(workspaceId))();
      const book = await readTagBook(db, workspaceId);
      const held = await readHeld(db, workspaceId, book, at, [customer]);
      const changes = planChanges(book, [customer], held, { add, remove, until }, 'hand');
      const last = await db.transaction().execute(async (tx) => {
        if (changes.length > 0)
          await audit(tx, principal, 'customer.tagged', `customer:${customer}`, { add, remove });
        return postChanges(tx, inbox, workspaceId, book, changes, { at, by: label, note, batch: null });
      });
      if (last !== null) await inbox.settled(workspaceId, last, patience);
      return tagsOf(principal, customer);
    },

    async batch(principal, { add = [], remove = [], until = null, note = null, dryRun = false, ...whom }) {
      const { workspaceId, label } = principal;
      const found = await peopleOf(principal, whom);
      const at = (await clock(workspaceId))();
      const book = await readTagBook(db, workspaceId);
      const held = await readHeld(db, workspaceId, book, at, found);
      const changes = planChanges(book, found, held, { add, remove, until }, 'bulk');
      const changed = new Set(changes.map((change) => change.customer)).size;
      if (dryRun || changed === 0) return { batch: null, people: found.length, changed };
      const { batch, last } = await db.transaction().execute(async (tx) => {
        const stamp = { at, by: label, added: add, removed: remove, people: changed };
        const id = await insertBatch(tx, workspaceId, stamp);
        await insertBatchPeople(tx, workspaceId, id, changes);
        await audit(tx, principal, 'tags.changed', `tag-batch:${id}`, { add, remove, people: changed });
        const saying = { at, by: label, note, batch: id };
        return { batch: id, last: await postChanges(tx, inbox, workspaceId, book, changes, saying) };
      });
      if (last !== null) await inbox.settled(workspaceId, last, patience);
      return { batch, people: found.length, changed };
    },

    async undo(principal, batch) {
      const { workspaceId, label } = principal;
      const at = (await clock(workspaceId))();
      const { changed, people, last } = await db.transaction().execute(async (tx) => {
        const undone = await markUndone(tx, workspaceId, batch, { at, by: label });
        if (undone === undefined) throw new AppError('request.not-found', { what: `tag batch ${batch}` });
        if (!undone) throw new AppError('tag.undone-before', { batch });
        const did = await readBatchPeople(tx, workspaceId, batch);
        const today = await customersOf(
          tx,
          workspaceId,
          did.map(({ home }) => home),
        );
        const book = await readTagBook(tx, workspaceId);
        const now = [...new Set(today.values())];
        const held = await readHeld(tx, workspaceId, book, at, now);
        const has = new Map(held.map((each) => [`${each.customer} ${each.tag}`, each]));
        const changes = did.flatMap(({ home, tag: raw, added, until }): Change[] => {
          const customer = today.get(home);
          const tag = book.meaningOf(raw)?.tag;
          if (customer === undefined || tag === undefined) return [];
          const own = has.get(`${customer} ${tag}`);
          // what was changed since, or has ended by now, stays as it is
          const stands = added ? own?.batch === batch : own === undefined && (until === null || until > at);
          return stands ? [{ customer, tag, added: !added, until, reason: 'undone' }] : [];
        });
        changes.sort((a, b) => Number(a.added) - Number(b.added));
        await audit(tx, principal, 'tags.undone', `tag-batch:${batch}`, { changes: changes.length });
        const saying = { at, by: label, note: null, batch };
        return {
          people: now.length,
          changed: new Set(changes.map((change) => change.customer)).size,
          last: await postChanges(tx, inbox, workspaceId, book, changes, saying),
        };
      });
      if (last !== null) await inbox.settled(workspaceId, last, patience);
      return { batch, people, changed };
    },
  };

  /** Customers of today behind a request, those only whom the principal may see. */
  async function peopleOf(
    principal: Principal,
    { customers: numbers, filter }: Pick<TagBatchDraft, 'customers' | 'filter'>,
  ): Promise<number[]> {
    if (numbers === undefined && filter === undefined) throw new AppError('tag.nobody-named', {});
    if (numbers !== undefined) {
      const people = await Promise.all(numbers.map((id) => customers.person(principal, id)));
      return [...new Set(people.map(({ customer }) => customer))];
    }
    const { customers: found, total } = await customers.find(principal, filter ?? {}, mostPeople);
    if (total > mostPeople) throw new AppError('tag.too-many-people', { people: total, most: mostPeople });
    return found;
  }
}

import type { QuarantineBulkResult, QuarantineItem } from '@yutang/contracts/quarantine';
import { AppError } from '@yutang/core/errors';
import type { AcceptedEvent } from '@yutang/core/events';
import type { Principal } from '../../platform/http/principal.ts';
import type { Inbox } from '../../platform/inbox/inbox.ts';
import type { Db, Tx } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import {
  correctItem,
  findOpen,
  lockItems,
  type QuarantineFilter,
  type QuarantineRow,
  type StoredProblem,
  setState,
} from './quarantine-store.ts';

/** An item read again as the collector would: an event, or what is still wrong. */
export type Reread =
  | { ok: true; event: AcceptedEvent }
  | { ok: false; problems: readonly { field: string; code?: string; reason: string }[] };

/** The collector's own reading of an item, filled by collection. */
export type ReadAgain = (
  workspaceId: number,
  item: unknown,
  given: { sourceId: number | null; receivedAt: number; history: boolean; verified: boolean },
) => Promise<Reread>;

export interface QuarantineDeps {
  db: Db;
  inbox: Inbox;
  readAgain: ReadAgain;
  /** Epoch ms of the real clock. */
  now: () => number;
}

/** What can be done with refused items. */
export interface QuarantineService {
  /** Puts a corrected item in place; answers it with what is still wrong. */
  correct(principal: Principal, id: number, item: Record<string, unknown>): Promise<QuarantineItem>;
  /** Replays one item, once. Throws `quarantine.not-open`, `quarantine.still-wrong`. */
  replay(principal: Principal, id: number): Promise<QuarantineItem>;
  dismiss(principal: Principal, id: number): Promise<QuarantineItem>;
  /** Takes a dismissal back. */
  reopen(principal: Principal, id: number): Promise<QuarantineItem>;
  bulk(principal: Principal, action: 'replay' | 'dismiss', which: BulkChoice): Promise<QuarantineBulkResult>;
}

interface BulkChoice {
  ids?: number[];
  filter?: QuarantineFilter;
}

/** Items a bulk call takes at most, and how many go into one transaction. */
const mostAtOnce = 10_000;
const chunk = 500;

export function createQuarantineService({ db, inbox, readAgain, now }: QuarantineDeps): QuarantineService {
  const reread = async (workspaceId: number, row: QuarantineRow, item: unknown = JSON.parse(row.item)) => {
    const result = await readAgain(workspaceId, item, {
      sourceId: row.source_id,
      receivedAt: row.received_at,
      history: row.history,
      verified: row.verified,
    });
    return result.ok
      ? result
      : { ok: false as const, problems: result.problems.map((each) => ({ code: 'invalid', ...each })) };
  };

  /** Locks one item in the wanted state, does the work, answers it as it is afterwards. */
  const change = (
    principal: Principal,
    id: number,
    from: QuarantineRow['state'],
    work: (tx: Tx, row: QuarantineRow) => Promise<void>,
  ) =>
    db.transaction().execute(async (tx) => {
      const { workspaceId } = principal;
      const [row] = await lockItems(tx, workspaceId, [id]);
      if (!row) throw new AppError('request.not-found', { what: `quarantine ${id}` });
      if (row.state !== from) throw new AppError('quarantine.not-open', { state: row.state });
      await work(tx, row);
      const [after] = await lockItems(tx, workspaceId, [id]);
      return toItem(after as QuarantineRow);
    });

  /** Replays or dismisses what of `ids` is open, in one transaction: the state and the inbox row commit together. */
  const takeChunk = async (
    principal: Principal,
    action: 'replay' | 'dismiss',
    ids: number[],
    result: QuarantineBulkResult,
  ) => {
    await db.transaction().execute(async (tx) => {
      const { workspaceId, label: by } = principal;
      const rows = await lockItems(tx, workspaceId, ids);
      const open = rows.filter((row) => row.state === 'open');
      const done: number[] = [];
      const events: AcceptedEvent[] = [];
      for (const row of open) {
        const read = action === 'replay' ? await reread(workspaceId, row) : undefined;
        if (read && !read.ok) {
          result.failed.push({ id: row.id, problems: read.problems });
          continue;
        }
        if (read) events.push(read.event);
        done.push(row.id);
      }
      result.done += done.length;
      result.skipped += ids.length - open.length;
      if (done.length === 0) return;
      const state = action === 'replay' ? 'replayed' : 'dismissed';
      await setState(tx, workspaceId, done, state, { at: now(), by });
      if (events.length > 0) await inbox.post(tx, workspaceId, events);
      const [first] = done;
      await audit(tx, principal, `quarantine.${state}`, `quarantine:${first}`, { items: done.length });
    });
  };

  return {
    correct: (principal, id, item) =>
      change(principal, id, 'open', async (tx, row) => {
        const read = await reread(principal.workspaceId, row, item);
        const problems: StoredProblem[] = read.ok ? [] : read.problems;
        await correctItem(tx, principal.workspaceId, id, item, problems);
        await audit(tx, principal, 'quarantine.corrected', `quarantine:${id}`);
      }),

    replay: (principal, id) =>
      change(principal, id, 'open', async (tx, row) => {
        const read = await reread(principal.workspaceId, row);
        if (!read.ok) {
          const [{ field, reason } = { field: '', reason: '' }] = read.problems;
          throw new AppError('quarantine.still-wrong', { field, reason });
        }
        await setState(tx, principal.workspaceId, [id], 'replayed', { at: now(), by: principal.label });
        await inbox.post(tx, principal.workspaceId, [read.event]);
        await audit(tx, principal, 'quarantine.replayed', `quarantine:${id}`);
      }),

    dismiss: (principal, id) =>
      change(principal, id, 'open', async (tx) => {
        await setState(tx, principal.workspaceId, [id], 'dismissed', { at: now(), by: principal.label });
        await audit(tx, principal, 'quarantine.dismissed', `quarantine:${id}`);
      }),

    reopen: (principal, id) =>
      change(principal, id, 'dismissed', async (tx) => {
        await setState(tx, principal.workspaceId, [id], 'open', null);
        await audit(tx, principal, 'quarantine.reopened', `quarantine:${id}`);
      }),

    async bulk(principal, action, { ids, filter }) {
      if (!ids === !filter)
        throw new AppError('request.invalid', { field: 'body', reason: 'needs either ids or filter' });
      const result: QuarantineBulkResult = { done: 0, skipped: 0, failed: [], more: false };
      const { workspaceId } = principal;
      if (ids) {
        const wanted = [...new Set(ids)];
        for (let at = 0; at < wanted.length; at += chunk) {
          await takeChunk(principal, action, wanted.slice(at, at + chunk), result);
        }
        return result;
      }
      let after = 0;
      for (let taken = 0; taken < mostAtOnce; taken += chunk) {
        const found = await findOpen(db, workspaceId, filter ?? {}, after, chunk);
        if (found.length === 0) return result;
        await takeChunk(principal, action, found, result);
        after = found.at(-1) as number;
      }
      result.more = (await findOpen(db, workspaceId, filter ?? {}, after, 1)).length > 0;
      return result;
    },
  };
}

/** A row as it goes over the wire. */
export function toItem(row: QuarantineRow): QuarantineItem {
  return {
    id: row.id,
    sourceId: row.source_id,
    receivedAt: row.received_at,
    name: row.name,
    item: JSON.parse(row.item),
    original: row.original === null ? null : JSON.parse(row.original),
    problems: row.problems,
    state: row.state,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
  };
}

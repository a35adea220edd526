import type { TagDraft, TagGroupDraft, TagGroupPatch, TagList, TagPatch } from '@yutang/contracts/tags';
import { AppError } from '@yutang/core/errors';
import type { Principal } from '../../platform/http/principal.ts';
import type { Tx } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { readTagBook, type TagBook } from './tag-book.ts';
import type { TagsDeps } from './tag-service.ts';
import { insertGroup, insertTag, type Stamp, setMerged, updateGroup, updateTag } from './tag-store.ts';

/** Commands on tags and groups themselves; each answers the whole list as it is then. */
export function createTagCommands({ db, clock }: Pick<TagsDeps, 'db' | 'clock'>) {
  /** Runs one command with its audit row, and answers the list. */
  async function run(
    principal: Principal,
    work: (tx: Tx, book: TagBook, stamp: Stamp) => Promise<{ action: string; target: string }>,
  ): Promise<TagList> {
    const { workspaceId, label } = principal;
    const at = (await clock(workspaceId))();
    return db.transaction().execute(async (tx) => {
      const book = await readTagBook(tx, workspaceId);
      const { action, target } = await work(tx, book, { at, by: label });
      await audit(tx, principal, action, target);
      return { groups: (await readTagBook(tx, workspaceId)).groups };
    });
  }

  const groupOf = (book: TagBook, id: number) => {
    const group = book.group(id);
    if (!group) throw new AppError('request.not-found', { what: `tag group ${id}` });
    return group;
  };
  const tagOf = (book: TagBook, id: number) => {
    const tag = book.tag(id);
    if (!tag) throw new AppError('request.not-found', { what: `tag ${id}` });
    return tag;
  };

  return {
    makeGroup: (principal: Principal, draft: TagGroupDraft) =>
      run(principal, async (tx, _book, stamp) => {
        const id = await insertGroup(tx, principal.workspaceId, draft, stamp);
        return { action: 'tag-group.created', target: `tag-group:${id}` };
      }),

    changeGroup: (principal: Principal, id: number, patch: TagGroupPatch) =>
      run(principal, async (tx, book) => {
        await updateGroup(tx, principal.workspaceId, groupOf(book, id), patch);
        return { action: 'tag-group.changed', target: `tag-group:${id}` };
      }),

    makeTag: (principal: Principal, { groupId, ...fields }: TagDraft) =>
      run(principal, async (tx, book, stamp) => {
        const id = await insertTag(tx, principal.workspaceId, groupOf(book, groupId), fields, stamp);
        return { action: 'tag.created', target: `tag:${id}` };
      }),

    changeTag: (principal: Principal, id: number, { archived, ...patch }: TagPatch) =>
      run(principal, async (tx, book, stamp) => {
        const tag = tagOf(book, id);
        const group = groupOf(book, tag.groupId);
        const archivedAt =
          archived === undefined ? tag.archivedAt : archived ? (tag.archivedAt ?? stamp.at) : null;
        const { name, colour, description, expiresDays } = { ...tag, ...patch };
        const changed = { id, name, colour, description, expiresDays, archivedAt };
        await updateTag(tx, principal.workspaceId, group.name, changed);
        return { action: 'tag.changed', target: `tag:${id}` };
      }),

    merge: (principal: Principal, id: number, into: number | null) =>
      run(principal, async (tx, book) => {
        const tag = tagOf(book, id);
        if (into !== null) {
          const other = tagOf(book, into);
          const end = book.meaningOf(into);
          if (
            other.groupId !== tag.groupId ||
            other.archivedAt !== null ||
            end === undefined ||
            end.tag === id
          )
            throw new AppError('tag.merge-group', {});
        }
        await setMerged(tx, principal.workspaceId, id, into);
        return { action: into === null ? 'tag.parted' : 'tag.merged', target: `tag:${id}` };
      }),
  };
}

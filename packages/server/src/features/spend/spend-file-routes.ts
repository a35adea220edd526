import { createHash } from 'node:crypto';
import { IdParams } from '@yutang/contracts/page';
import { problems } from '@yutang/contracts/problem';
import {
  SpendFile,
  SpendFilePage,
  SpendFileQuery,
  SpendFileRequest,
  SpendPreview,
} from '@yutang/contracts/spend';
import { AppError } from '@yutang/core/errors';
import { readSpendFile, type SpendFileContent } from '@yutang/core/spend';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { audit } from '../workspaces/index.ts';
import type { SpendDeps } from './spend-deps.ts';
import { insertFile, listFiles, standingBeside, undoFile, writeLines } from './spend-store.ts';

const tags = ['spend'];
const write = { permission: 'spend.write' as const };
const bodyLimit = 16 << 20;
const shownErrors = 100;
const shownLines = 20;
/** Lines one statement writes. */
const chunk = 5000;

/** Spend by file: looked at first, then taken in, undone as a whole. */
export function spendFileRoutes(app: HttpApp, { db, now, workspace }: SpendDeps): void {
  app.post('/api/spend/files/preview', {
    config: write,
    bodyLimit,
    schema: {
      tags,
      summary: 'What a spend file says, and which lines cannot be read',
      body: SpendFileRequest,
      response: { 200: SpendPreview, ...problems },
    },
    handler: async ({ principal, body }) => {
      const content = readSpendFile(body.text);
      const days = content.lines.map(({ day }) => day).sort();
      return {
        columns: content.columns,
        lines: content.lines.length,
        amountMinor: sumOf(content),
        currency: (await workspace(principal.workspaceId)).currency,
        firstDay: days[0] ?? null,
        lastDay: days.at(-1) ?? null,
        sample: content.lines.slice(0, shownLines),
        errors: content.errors.slice(0, shownErrors),
        bad: content.errors.length,
        known: await standingBeside(db, principal.workspaceId, content.lines),
      };
    },
  });

  app.post('/api/spend/files', {
    config: write,
    bodyLimit,
    schema: {
      tags,
      summary: 'Take in a spend file',
      body: SpendFileRequest,
      response: { 201: SpendFile, ...problems },
    },
    handler: async ({ principal, body }, reply) => {
      const { workspaceId, label } = principal;
      const content = readSpendFile(body.text);
      const first = content.errors[0];
      if (first && !body.skipBad) {
        const { line, field, reason } = first;
        throw new AppError('spend.bad-lines', { count: content.errors.length, line, field, reason });
      }
      if (content.lines.length === 0) throw new AppError('spend.no-lines', {});
      const hash = createHash('sha256').update(body.text).digest('hex');
      const by = { at: now(), label };
      const file = await db.transaction().execute(async (tx) => {
        const { name } = body;
        const sums = { lines: content.lines.length, amountMinor: sumOf(content) };
        const made = await insertFile(tx, workspaceId, { name, hash, ...sums }, by);
        if (!made) throw new AppError('spend.file-known', { name });
        for (let at = 0; at < content.lines.length; at += chunk)
          await writeLines(tx, workspaceId, content.lines.slice(at, at + chunk), { ...by, file: made.id });
        await audit(tx, principal, 'spend.file-taken', `spend-file:${made.id}`, { name, ...sums });
        return made;
      });
      return reply.code(201).send(file);
    },
  });

  app.get('/api/spend/files', {
    config: { permission: 'spend.read' },
    schema: {
      tags,
      summary: 'Spend files, newest first',
      querystring: SpendFileQuery,
      response: { 200: SpendFilePage, ...problems },
    },
    handler: ({ principal, query }) => listFiles(db, principal.workspaceId, query),
  });

  app.delete('/api/spend/files/:id', {
    config: write,
    schema: {
      tags,
      summary: 'Undo a file: its lines go',
      params: IdParams,
      response: { 200: SpendFile, ...problems },
    },
    handler: ({ principal, params }) =>
      db.transaction().execute(async (tx) => {
        const by = { at: now(), label: principal.label };
        const file = await undoFile(tx, principal.workspaceId, params.id, by);
        if (!file) throw new AppError('request.not-found', { what: `spend file ${params.id}` });
        await audit(tx, principal, 'spend.file-undone', `spend-file:${file.id}`, { name: file.name });
        return file;
      }),
  });
}

function sumOf(content: SpendFileContent): number {
  return content.lines.reduce((sum, line) => sum + line.amountMinor, 0);
}

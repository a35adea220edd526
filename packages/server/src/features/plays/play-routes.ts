import {
  Play,
  PlayDraft,
  PlayList,
  PlayPage,
  PlayParams,
  PlayPatch,
  PlayQuery,
} from '@yutang/contracts/plays';
import { problems } from '@yutang/contracts/problem';
import { AppError } from '@yutang/core/errors';
import { readDay } from '@yutang/core/spend';
import type { EventStore } from '../../platform/event-store/event-store.ts';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { askFigures, askPlays } from './play-question.ts';
import { type PlayRow, readPlays, writePlay } from './play-store.ts';

export interface PlaysDeps {
  db: Db;
  events: EventStore;
  /** The real clock, epoch ms. */
  now(): number;
  /** The workspace's clock (epoch ms): `workspaces.workspaceClock`. */
  clock(workspaceId: number): Promise<() => number>;
  /** `workspaces.getWorkspace`. */
  workspace(workspaceId: number): Promise<{ currency: string }>;
}

const tags = ['plays'];
const read = { permission: 'plays.read' as const };
const write = { permission: 'plays.write' as const };

/** Plays: described by people, filled by events that carry their code. */
export function playRoutes(app: HttpApp, deps: PlaysDeps): void {
  const { db, now } = deps;

  async function one(workspaceId: number, code: string): Promise<Play> {
    const [play] = await askPlays(db, workspaceId, code);
    if (!play) throw new AppError('request.not-found', { what: `play ${code}` });
    return play;
  }

  async function keep(principal: Principal, play: PlayRow, action: string): Promise<Play> {
    for (const [field, day] of [['startsOn', play.startsOn] as const, ['endsOn', play.endsOn] as const])
      if (day !== null && readDay(day) === undefined)
        throw new AppError('request.invalid', {
          field: `body.${field}`,
          reason: 'is no day of the calendar',
        });
    if (play.startsOn !== null && play.endsOn !== null && play.endsOn < play.startsOn)
      throw new AppError('request.invalid', { field: 'body.endsOn', reason: 'must not be before startsOn' });
    const { workspaceId, label } = principal;
    await db.transaction().execute(async (tx) => {
      await writePlay(tx, workspaceId, play, { at: now(), label });
      const { name, status, budgetMinor } = play;
      await audit(tx, principal, action, `play:${play.code}`, { name, status, budgetMinor });
    });
    return one(workspaceId, play.code);
  }

  async function described(workspaceId: number, code: string): Promise<PlayRow> {
    const [play] = await readPlays(db, workspaceId, code);
    if (!play) throw new AppError('request.not-found', { what: `play ${code}` });
    return play;
  }

  app.get('/api/plays', {
    config: read,
    schema: { tags, summary: 'Plays', querystring: PlayQuery, response: { 200: PlayList, ...problems } },
    handler: async ({ principal: { workspaceId }, query }) => {
      const plays = await askPlays(db, workspaceId);
      const items = plays.filter((play) => query.archived || play.archivedAt === null);
      return { items, currency: (await deps.workspace(workspaceId)).currency };
    },
  });

  app.post('/api/plays', {
    config: write,
    schema: {
      tags,
      summary: 'Describe a play; its code is what events carry',
      body: PlayDraft,
      response: { 201: Play, ...problems },
    },
    handler: async ({ principal, body }, reply) => {
      const [known] = await readPlays(db, principal.workspaceId, body.code);
      if (known) throw new AppError('request.conflict', { what: `play ${body.code}` });
      const { goal = null, owner = null, startsOn = null, endsOn = null } = body;
      const { budgetMinor = null, hypothesis = null, status = 'running' } = body;
      const told = { goal, owner, startsOn, endsOn, budgetMinor, hypothesis, status };
      const play = { code: body.code, name: body.name, ...told, archivedAt: null };
      return reply.code(201).send(await keep(principal, play, 'play.created'));
    },
  });

  app.get('/api/plays/:code', {
    config: read,
    schema: {
      tags,
      summary: 'One play with what it brought',
      params: PlayParams,
      response: { 200: PlayPage, ...problems },
    },
    handler: async ({ principal: { workspaceId }, params }) => {
      const play = await one(workspaceId, params.code);
      const { currency } = await deps.workspace(workspaceId);
      const until = (await deps.clock(workspaceId))() + 1;
      return { play, figures: await askFigures(deps, workspaceId, play, until), currency };
    },
  });

  app.patch('/api/plays/:code', {
    config: write,
    schema: {
      tags,
      summary: 'Change a play, or bring it back from the archive',
      params: PlayParams,
      body: PlayPatch,
      response: { 200: Play, ...problems },
    },
    handler: async ({ principal, params, body: { archived, ...told } }) => {
      const known = await described(principal.workspaceId, params.code);
      const archivedAt =
        archived === undefined ? known.archivedAt : archived ? (known.archivedAt ?? now()) : null;
      return keep(principal, { ...known, ...told, archivedAt }, 'play.changed');
    },
  });

  app.delete('/api/plays/:code', {
    config: write,
    schema: {
      tags,
      summary: 'Archive a play: its events, spend and figures stay',
      params: PlayParams,
      response: { 200: Play, ...problems },
    },
    handler: async ({ principal, params }) => {
      const known = await described(principal.workspaceId, params.code);
      return keep(principal, { ...known, archivedAt: known.archivedAt ?? now() }, 'play.archived');
    },
  });
}

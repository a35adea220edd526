import { Channel, ChannelDraft, ChannelList, ChannelParams, ChannelPatch } from '@yutang/contracts/channels';
import { problems } from '@yutang/contracts/problem';
import { type ChannelSetting, channelName, type KnownChannel } from '@yutang/core/channels';
import { AppError } from '@yutang/core/errors';
import type { HttpApp } from '../../platform/http/http-app.ts';
import type { Principal } from '../../platform/http/principal.ts';
import type { Db } from '../../platform/postgres/db.ts';
import { audit } from '../workspaces/index.ts';
import { type ActivityRow, readActivity, readBook, writeChannel } from './channel-store.ts';

const tags = ['channels'];

export interface ChannelRoutesDeps {
  db: Db;
  /** The real clock, epoch ms. */
  now: () => number;
  /** Told after a channel's class changed, so that what was derived from it can follow. */
  classChanged(workspaceId: number, name: string): Promise<void>;
}

/** Channels and their place on the ladder from public to private. */
export function channelRoutes(app: HttpApp, deps: ChannelRoutesDeps): void {
  const { db } = deps;

  async function list(workspaceId: number): Promise<Channel[]> {
    const book = await readBook(db, workspaceId);
    const activity = new Map<string, ActivityRow>();
    for (const row of await readActivity(db, workspaceId)) {
      const known = activity.get(row.name);
      if (!known) activity.set(row.name, { ...row });
      else {
        known.events += row.events;
        known.firstSeenAt = Math.min(known.firstSeenAt, row.firstSeenAt);
        known.lastSeenAt = Math.max(known.lastSeenAt, row.lastSeenAt);
      }
    }
    const names = new Set([...book.all().map((channel) => channel.name), ...activity.keys()]);
    return [...names].map((name) => show(book.find(name), activity.get(name)));
  }

  async function one(workspaceId: number, name: string): Promise<Channel> {
    const found = (await list(workspaceId)).find((channel) => channel.name === name);
    if (!found) throw new AppError('request.not-found', { what: `channel ${name}` });
    return found;
  }

  async function write(principal: Principal, channel: ChannelSetting, action: string): Promise<Channel> {
    const { workspaceId, label } = principal;
    const before = (await readBook(db, workspaceId)).classOf(channel.name);
    await db.transaction().execute(async (tx) => {
      const resettle = before !== channel.domainClass;
      await writeChannel(tx, workspaceId, channel, { at: deps.now(), label, resettle });
      await audit(tx, principal, action, `channel:${channel.name}`, {
        domainClass: channel.domainClass,
        before,
      });
    });
    if (before !== channel.domainClass) await deps.classChanged(workspaceId, channel.name);
    return one(workspaceId, channel.name);
  }

  app.get('/api/channels', {
    config: { permission: 'channels.read' },
    schema: { tags, summary: 'Channels with their class', response: { 200: ChannelList, ...problems } },
    handler: async ({ principal }) => {
      const items = await list(principal.workspaceId);
      const order = ['public', 'commercial', 'stock', 'semi', 'private'];
      const rank = (channel: Channel) => order.indexOf(channel.domainClass);
      return { items: items.sort((a, b) => rank(a) - rank(b) || (a.title < b.title ? -1 : 1)) };
    },
  });

  app.post('/api/channels', {
    config: { permission: 'channels.write' },
    schema: {
      tags,
      summary: 'Describe a channel',
      body: ChannelDraft,
      response: { 201: Channel, ...problems },
    },
    handler: async ({ principal, body }, reply) => {
      const name = channelName(body.name);
      if (name !== body.name) throw new AppError('channel.known-spelling', { spelling: body.name, name });
      const known = (await readBook(db, principal.workspaceId)).find(name);
      if (known.classified) throw new AppError('request.conflict', { what: `channel ${name}` });
      const { title, domainClass, platform = null } = body;
      const owned = domainClass !== 'public' && domainClass !== 'commercial';
      const channel = {
        name,
        title,
        platform,
        domainClass,
        paidToReach: body.paidToReach ?? !owned,
        reusable: body.reusable ?? owned,
        dataExportable: body.dataExportable ?? owned,
        form: body.form ?? null,
        line: body.line ?? null,
        carrier: body.carrier ?? null,
        connection: body.connection ?? null,
        trend: body.trend ?? null,
      };
      return reply.code(201).send(await write(principal, channel, 'channel.created'));
    },
  });

  app.patch('/api/channels/:name', {
    config: { permission: 'channels.write' },
    schema: {
      tags,
      summary: 'Change a channel; a changed class moves its totals in every report',
      params: ChannelParams,
      body: ChannelPatch,
      response: { 200: Channel, ...problems },
    },
    handler: async ({ principal, params, body }) => {
      const name = channelName(params.name);
      await one(principal.workspaceId, name);
      const { seeded: _, classified: __, ...known } = (await readBook(db, principal.workspaceId)).find(name);
      return write(principal, { ...known, ...body }, 'channel.changed');
    },
  });
}

function show(channel: KnownChannel, activity: ActivityRow | undefined): Channel {
  return {
    ...channel,
    firstSeenAt: activity?.firstSeenAt ?? null,
    lastSeenAt: activity?.lastSeenAt ?? null,
    events: activity?.events ?? 0,
  };
}

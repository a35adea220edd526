import { AppError } from '@yutang/core/errors';
import type { FastifyRequest } from 'fastify';
import type { HttpApp } from '../../platform/http/http-app.ts';
import { keyOfHeader, type WriteKeys } from './write-keys.ts';

/** What browser SDKs ask for before they send: where to send to. */
export function sdkSettingsRoutes(app: HttpApp, deps: { keys: WriteKeys; publicUrl: string | null }): void {
  const known = async (key: unknown): Promise<string> => {
    if (typeof key !== 'string' || !(await deps.keys.holder(key)))
      throw new AppError('collection.unknown-key');
    return key;
  };
  const settings = async (request: FastifyRequest) => {
    const key = await known((request.params as { key: string }).key);
    const address = deps.publicUrl ?? `${request.protocol}://${request.host}`;
    if (!URL.canParse(address))
      throw new AppError('request.invalid', { field: 'headers.host', reason: 'is not a host' });
    const base = new URL(address);
    return {
      integrations: {
        'Segment.io': {
          apiKey: key,
          apiHost: `${base.host}/v1`,
          protocol: base.protocol.slice(0, -1),
          type: 'server',
          addBundledMetadata: true,
        },
      },
      plan: {
        track: { __default: { enabled: true, integrations: {} } },
        identify: { __default: { enabled: true } },
        group: { __default: { enabled: true } },
      },
      edgeFunction: {},
      analyticsNextEnabled: true,
      middlewareSettings: {},
      enabledMiddleware: {},
      metrics: { sampleRate: 0 },
      legacyVideoPluginsEnabled: false,
      remotePlugins: [],
    };
  };
  app.get(
    '/v1/projects/:key/settings',
    {
      config: { permission: 'public' },
      schema: { tags: ['collection'], summary: 'Settings for analytics.js 2.0' },
    },
    settings,
  );

  app.get(
    '/sourceConfig/',
    {
      config: { permission: 'public' },
      schema: { tags: ['collection'], summary: 'Settings for the RudderStack browser SDK' },
    },
    async (request) => {
      const query = request.query as { writeKey?: unknown };
      const key = await known(keyOfHeader(request.headers.authorization) ?? query.writeKey);
      const at = '2026-01-01T00:00:00.000Z';
      return {
        source: {
          id: `source-${key.slice(3, 11)}`,
          name: 'Yutang',
          writeKey: key,
          enabled: true,
          workspaceId: 'yutang',
          updatedAt: at,
          config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
          destinations: [],
        },
        updatedAt: at,
        dataplanes: {},
        consentManagementMetadata: {},
      };
    },
  );
  app.options(
    '/sourceConfig/',
    { config: { permission: 'public' }, schema: { hide: true } },
    async (_request, reply) => reply.code(204).send(),
  );
  app.options(
    '/v1/projects/:key/settings',
    { config: { permission: 'public' }, schema: { hide: true } },
    async (_request, reply) => reply.code(204).send(),
  );
}

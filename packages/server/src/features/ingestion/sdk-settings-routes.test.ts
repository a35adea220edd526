import { describe, expect, it } from 'vitest';
import { createHttpApp } from '../../platform/http/create-http-app.ts';
import { sdkSettingsRoutes } from './sdk-settings-routes.ts';

describe('the settings a browser SDK asks for', () => {
  const app = createHttpApp({ logger: false, trustProxy: false });
  const keys = {
    holder: async (key: string) =>
      key === 'k' ? { workspaceId: 1, sourceId: 1, verified: false, channel: null } : undefined,
    forget: () => undefined,
  };
  sdkSettingsRoutes(app, { keys, publicUrl: null });

  it.each([
    ['/v1/projects/k/settings', 'shop.example:7788', 200],
    ['/v1/projects/k/settings', 'x[', 400],
    ['/v1/projects/other/settings', 'shop.example', 401],
    ['/sourceConfig/?writeKey=k', 'shop.example', 200],
    ['/sourceConfig/?writeKey=k&writeKey=k', 'shop.example', 401],
    ['/sourceConfig/', 'shop.example', 401],
  ])('%s for host %s: %i', async (url, host, status) => {
    expect((await app.inject({ url, headers: { host } })).statusCode).toBe(status);
  });
});

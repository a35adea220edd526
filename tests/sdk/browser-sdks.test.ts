import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, noChromium } from '../../packages/tracker/testing/chromium.ts';
import { type SdkHouse, startSdkHouse } from './sdk-house.ts';

if (noChromium) console.warn(`SKIPPED: the SDKs of browsers: ${noChromium}`);

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const pages = new Map<string, string>();

/** Another origin than the server's, as a brand's website is: pages of this test, and the SDKs as npm delivered them. */
function startSite(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] as string;
    const page = pages.get(path);
    const file = join(modules, path);
    if (path === '/favicon.ico') response.writeHead(204).end();
    else if (page) response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    else if (path.endsWith('.js') && file.startsWith(modules) && existsSync(file)) {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      createReadStream(file).pipe(response);
    } else response.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe.skipIf(noChromium)('SDKs of browsers, unchanged, on another origin', () => {
  let house: SdkHouse;
  let browser: Browser;
  let site: Server;
  let siteUrl: string;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [house, browser, site] = await Promise.all([startSdkHouse(), launchChromium(), startSite()]);
    siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await house?.stop();
  });
  beforeEach(async () => {
    page = await (await browser.newContext()).newPage();
    complaints.length = 0;
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
    });
  });
  afterEach(() => page.context().close());

  async function open(path: string, html: string): Promise<void> {
    pages.set(path, `<!doctype html><title>首页</title>${html}`);
    await page.goto(`${siteUrl}${path}?utm_source=wx&utm_campaign=spring`);
  }

  /** Every call of a browser SDK, for one person, and where they must be seen. */
  async function expectAll(person: string, event: string): Promise<void> {
    const names = ['Page Viewed', 'Profile Updated', event, 'Group Joined'];
    const events = await house.arrived(names);
    expect(events.get(event)).toMatchObject({ amountMinor: 9950, channel: 'wx' });
    // whatever a browser says of who it is, it only claims
    expect(events.get(event)?.identities.every((identity) => !identity.verified)).toBe(true);
    await expect
      .poll(async () => (await house.timelineOf(person)).map(({ name }) => name), { timeout: 15_000 })
      .toEqual(expect.arrayContaining(names));
    expect(complaints).toEqual([]);
  }

  const segment = '/@segment/analytics-next/dist/umd/index.js';
  const segmentCalls = (person: string, event: string) => `
    analytics.page();
    analytics.identify('${person}', { name: '王五' });
    analytics.track('${event}', { revenue: 99.5 });
    analytics.group('g1', { plan: 'pro' });`;

  it('our own tracker by the tag that the console prints', async () => {
    await open(
      '/own',
      `<script async src="${house.url}/tracker/yutang.min.js" data-write-key="${house.browserKey}" data-spa></script>
       <script>
         window.yutang = window.yutang || [];
         yutang.push(['identify', 'own-1', { name: '王晓彤' }]);
         yutang.push(['track', 'Own Order', { revenue: 99.5 }]);
         yutang.push(['group', 'g1', { plan: 'pro' }]);
       </script>`,
    );
    await expectAll('own-1', 'Own Order');
  });

  it('[INT-06] @segment/analytics-next with settings from our address', async () => {
    await open(
      '/settings',
      `<script src="${segment}"></script><script>
        AnalyticsNext.AnalyticsBrowser.load({ writeKey: '${house.browserKey}', cdnURL: '${house.url}' })
          .then(([analytics]) => { ${segmentCalls('next-1', 'Next Order')} });
      </script>`,
    );
    await expectAll('next-1', 'Next Order');
  });

  it('[INT-06] @segment/analytics-next with settings in the page, batching, and a page that is left', async () => {
    const settings = {
      integrations: { 'Segment.io': { apiKey: '', apiHost: `${house.url.slice(7)}/v1`, protocol: 'http' } },
    };
    await open(
      '/batching',
      `<script src="${segment}"></script><script>
        const cdnSettings = ${JSON.stringify(settings)};
        cdnSettings.integrations['Segment.io'].apiKey = '${house.browserKey}';
        AnalyticsNext.AnalyticsBrowser.load(
          { writeKey: '${house.browserKey}', cdnSettings },
          { integrations: { 'Segment.io': { apiHost: '${house.url.slice(7)}/v1', protocol: 'http',
              deliveryStrategy: { strategy: 'batching', config: { size: 10, timeout: 60000 } } } } },
        ).then(([analytics]) => { ${segmentCalls('next-2', 'Batched Order')}; window.called = true; });
      </script>`,
    );
    await page.waitForFunction('window.called');
    await page.waitForTimeout(200);
    await page.goto('about:blank');
    await expectAll('next-2', 'Batched Order');
  });

  it('[INT-06] the HTML snippet of analytics.js, loaded from our address', async () => {
    await open(
      '/snippet',
      `<script>${snippet(house.browserKey, house.url)}
      ${segmentCalls('next-3', 'Snippet Order')}</script>`,
    );
    await expectAll('next-3', 'Snippet Order');
  });

  it('[INT-06] @rudderstack/analytics-js', async () => {
    await open(
      '/rudder',
      `<script src="/@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js"></script><script>
        const rudder = new rudderanalytics.RudderAnalytics();
        rudder.load('${house.browserKey}', '${house.url}', { configUrl: '${house.url}' });
        rudder.page('首页');
        rudder.identify('rudder-web', { name: '赵六' });
        rudder.track('Rudder Web Order', { revenue: 99.5 });
        rudder.group('g1', { plan: 'pro' });
      </script>`,
    );
    await expectAll('rudder-web', 'Rudder Web Order');
  });
});

/** The loader that Segment's documentation prints, with its two addresses replaced by ours. */
function snippet(key: string, host: string): string {
  return `
  !function(){var i="analytics",analytics=window[i]=window[i]||[];if(!analytics.initialize)if(analytics.invoked)window.console&&console.error&&console.error("Segment snippet included twice.");else{analytics.invoked=!0;analytics.methods=["trackSubmit","trackClick","trackLink","trackForm","pageview","identify","reset","group","track","ready","alias","debug","page","screen","once","off","on","addSourceMiddleware","addIntegrationMiddleware","setAnonymousId","addDestinationMiddleware","register"];analytics.factory=function(e){return function(){if(window[i].initialized)return window[i][e].apply(window[i],arguments);var n=Array.prototype.slice.call(arguments);if(["track","screen","alias","group","page","identify"].indexOf(e)>-1){var c=document.querySelector("link[rel='canonical']");n.push({__t:"bpc",c:c&&c.getAttribute("href")||void 0,p:location.pathname,u:location.href,s:location.search,t:document.title,r:document.referrer})}n.unshift(e);analytics.push(n);return analytics}};for(var n=0;n<analytics.methods.length;n++){var key=analytics.methods[n];analytics[key]=analytics.factory(key)}analytics.load=function(key,n){var t=document.createElement("script");t.type="text/javascript";t.async=!0;t.setAttribute("data-global-segment-analytics-key",i);t.src="${host}/analytics.js/v1/"+key+"/analytics.min.js";var r=document.getElementsByTagName("script")[0];r.parentNode.insertBefore(t,r);analytics._loadOptions=n};analytics._writeKey="${key}";analytics._cdn="${host}";analytics.SNIPPET_VERSION="5.2.1";
  analytics.load("${key}");}}();`;
}

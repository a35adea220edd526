import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, or the one a machine names. */
const path = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why the tests of this folder cannot run here; null when they can. */
export const noBrowser: string | null = existsSync(path)
  ? null
  : `no Chromium at ${path} (apt-get install chromium fonts-wqy-microhei, or set CHROMIUM)`;
if (noBrowser) console.warn(`SKIPPED browser tests: ${noBrowser}`);

/** Starts Chromium without a window and without its own errands on the network. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export type Locale = 'zh-CN' | 'en';

/** Desktop and phone, as the console promises. */
export const widths = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** A page with a memory of everything that went wrong on it. */
export interface WatchedPage {
  page: Page;
  /** Errors on the console (missing translations among them) and faults of scripts, in order. */
  faults: string[];
}

/** A new page in a context of its own: nobody is signed in. `allow`: console errors a test provokes on purpose. */
export async function openPage(
  browser: Browser,
  options: { locale?: Locale; width?: keyof typeof widths; dark?: boolean; allow?: RegExp } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    locale: options.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: widths[options.width ?? 'desktop'],
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const faults: string[] = [];
  // Chromium reports the 401 of "nobody is signed in" as an error; it is the answer the console asks for.
  const expected = /status of 401/;
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() !== 'error' || expected.test(text) || options.allow?.test(text)) return;
    faults.push(text);
  });
  page.on('pageerror', (error) => faults.push(`${error.name}: ${error.message}`));
  page.setDefaultTimeout(15_000);
  return { page, faults };
}

/** Elements that stick out of the page to the right; empty when nothing scrolls sideways. */
export function overflowOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
}

/** Waits until no skeleton is on the page and nothing is being fetched. */
export async function settle(page: Page): Promise<void> {
  await page.locator('main h1, main p').first().waitFor();
  await page.waitForTimeout(150);
  await page.waitForFunction(
    () => document.querySelectorAll('main [role="status"][aria-label]').length === 0,
    undefined,
    {
      timeout: 15_000,
    },
  );
  await page.waitForTimeout(120);
}

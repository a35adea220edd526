// Photographs every page in both languages, on desktop and phone, light and dark, with data, empty and in error.
//   node --import tsx tests/browser/screenshots.ts <address> <sign-in name> <password> [folder, default coverage/screens] [only]
// The address is that of a server with data, e.g. of `npm run demo`. Prints whatever is wrong and ends with 1 if anything is.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type Locale, launch, noBrowser, openPage, overflowOf, settle, type widths } from './chromium.ts';
import { consolePages } from './pages.ts';
import { pretend, type State } from './pretend.ts';

const [address = '', login = '', password = '', folder = 'coverage/screens', only = ''] =
  process.argv.slice(2);
if (noBrowser || !address || !login) {
  console.error(noBrowser ?? 'Usage: screenshots.ts <address> <sign-in name> <password> [folder] [only]');
  process.exit(1);
}

interface Shot {
  locale: Locale;
  width: keyof typeof widths;
  dark: boolean;
  state: State;
}

let wrong = 0;

async function photograph(browser: Browser, shot: Shot): Promise<void> {
  const seat = await openPage(browser, { ...shot, allow: /status of 503/ });
  const { page } = seat;
  await page.context().request.post(`${address}/api/session`, { data: { login, password } });
  await pretend(page, shot.state);
  const first = await page.context().request.get(`${address}/api/customers?sort=net_sales&limit=1`);
  const { items } = (await first.json()) as { items: { id: number }[] };
  for (const { name, path } of consolePages(items[0]?.id ?? 1)) {
    if (only && !name.includes(only)) continue;
    await page.goto(address + path);
    await settle(page).catch(() => console.log(`${name}: still loading after 15 s`));
    // Charts and drawers draw a moment after their data.
    await page.waitForTimeout(600);
    const file = [name, shot.locale, shot.width, shot.dark ? 'dark' : 'light', shot.state].join('.');
    for (const element of await overflowOf(page)) {
      wrong++;
      console.log(`${file}: sticks out: ${element}`);
    }
    for (const fault of seat.faults.splice(0)) {
      wrong++;
      console.log(`${file}: ${fault}`);
    }
    await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
  }
  await page.context().close();
}

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const state of ['data', 'empty', 'unavailable'] as const) {
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const width of ['desktop', 'phone'] as const) {
      await photograph(browser, { locale, width, dark: false, state });
    }
  }
}
await photograph(browser, { locale: 'zh-CN', width: 'desktop', dark: true, state: 'data' });
await photograph(browser, { locale: 'en', width: 'phone', dark: true, state: 'data' });
await browser.close();
console.log(wrong === 0 ? 'Nothing wrong.' : `${wrong} things wrong.`);
process.exit(wrong === 0 ? 0 : 1);

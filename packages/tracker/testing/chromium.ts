import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Why browser tests cannot run here; null when they can. */
export const noChromium: string | null = executablePath
  ? null
  : 'no Chromium on this machine (apt-get install chromium)';

/** A real Chromium that speaks to nobody but our own servers. */
export function launchChromium(): Promise<Browser> {
  if (!executablePath) throw new Error(noChromium ?? '');
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
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

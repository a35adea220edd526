import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snippetsOf } from '../../packages/console/src/features/sources/snippets.ts';
import { type SdkHouse, startSdkHouse } from './sdk-house.ts';

/** How a snippet is run as its reader would: the file it is saved as, and the command. */
interface Runner {
  label: string;
  file: string;
  command: string[];
  /** A command that tells whether the language is on this machine. */
  version: string[];
  debian: string;
}

const runners: Runner[] = [
  { label: 'snippet.curl', file: 'send.sh', command: ['sh'], version: ['curl', '--version'], debian: 'curl' },
  {
    label: 'snippet.fetch',
    file: 'send.mjs',
    command: [process.execPath],
    version: [process.execPath, '-v'],
    debian: 'nodejs',
  },
  {
    label: 'snippet.python',
    file: 'send.py',
    command: ['python3'],
    version: ['python3', '--version'],
    debian: 'python3',
  },
  {
    label: 'snippet.java',
    file: 'SendEvent.java',
    command: ['java'],
    version: ['javac', '-version'],
    debian: 'default-jdk-headless',
  },
  {
    label: 'snippet.go',
    file: 'send.go',
    command: ['go', 'run'],
    version: ['go', 'version'],
    debian: 'golang-go',
  },
  { label: 'snippet.php', file: 'send.php', command: ['php'], version: ['php', '-v'], debian: 'php-cli' },
];
const isHere = ({ version: [program = '', ...args] }: Runner) => spawnSync(program, args).status === 0;
const here = runners.filter(isHere);
for (const one of runners.filter((runner) => !here.includes(runner)))
  console.warn(`SKIPPED ${one.label}: ${one.version[0]} is not installed (apt-get install ${one.debian})`);

let house: SdkHouse;
const folder = mkdtempSync(join(tmpdir(), 'yutang-snippets-'));
beforeAll(async () => {
  house = await startSdkHouse();
}, 90_000);
afterAll(async () => {
  await house?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function run(command: string[], file: string): Promise<{ status: number | null; output: string }> {
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, file], {
    cwd: folder,
    // Go keeps what it compiled in its home; none of these may go by a proxy to reach this machine
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GOCACHE: join(folder, 'go'),
      GO111MODULE: 'off',
      NO_PROXY: '*',
      no_proxy: '*',
    },
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk;
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

describe('a snippet of a server source, pasted as it is', () => {
  it.each(here)(
    '$label: its event is on the person’s timeline',
    async ({ label, file, command }) => {
      const snippet = snippetsOf('server', house.url, house.serverKey).find((one) => one.label === label);
      const who = `${label}-person`;
      // only the person differs, so that each language is seen by itself
      const code = (snippet?.code ?? '')
        .replaceAll('user-42', who)
        .replace('"userId":"me"', `"userId":"${who}"`);
      expect(code).toContain(who);
      writeFileSync(join(folder, file), code);
      const { status, output } = await run(command, file);
      expect([status, output], label).toEqual([0, expect.stringContaining('{"success":true}')]);
      const names = (await house.timelineOf(who)).map((event) => event.name);
      expect(names).toContain(label === 'snippet.curl' ? 'Product Added' : 'Order Paid');
    },
    120_000,
  );

  it('is offered in every language the page promises', () => {
    const labels = snippetsOf('server', house.url, 'k').map((one) => one.label);
    expect(labels).toEqual(expect.arrayContaining(runners.map((one) => one.label)));
  });
});

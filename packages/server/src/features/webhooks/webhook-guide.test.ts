import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newSecret, webhookHeaders } from './signature.ts';

const guide = readFileSync(new URL('../../../../../docs/guides/webhooks.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'yutang-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Language {
  name: string;
  fence: string;
  file: string;
  run: readonly [string, ...string[]];
  before?: string;
  /** Prints `true` or `false` for what the environment holds. */
  driver: string;
}

const languages: Language[] = [
  {
    name: 'Node',
    fence: 'js',
    file: 'verify.mjs',
    run: [process.execPath],
    driver: `const e = process.env;
console.log(verify(e.SECRET, { 'webhook-id': e.ID, 'webhook-timestamp': e.AT, 'webhook-signature': e.SIGNATURE }, e.BODY));`,
  },
  {
    name: 'Python',
    fence: 'python',
    file: 'verify.py',
    run: ['python3'],
    driver: `import os
e = os.environ
print(str(verify(e["SECRET"], {"webhook-id": e["ID"], "webhook-timestamp": e["AT"], "webhook-signature": e["SIGNATURE"]}, e["BODY"])).lower())`,
  },
  {
    name: 'PHP',
    fence: 'php',
    file: 'verify.php',
    run: ['php'],
    before: '<?php\n',
    driver: `echo verify(getenv('SECRET'), ['webhook-id' => getenv('ID'), 'webhook-timestamp' => getenv('AT'),
  'webhook-signature' => getenv('SIGNATURE')], getenv('BODY')) ? 'true' : 'false';`,
  },
  {
    name: 'Java',
    fence: 'java',
    file: 'Webhooks.java',
    run: ['java', '-Dfile.encoding=UTF-8'],
    driver: '',
  },
];

/** Java runs the first class of a file; the driver has to stand inside it. */
function sourceOf({ name, fence, before = '', driver }: Language): string {
  const code = new RegExp(`\`\`\`${fence}\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? '';
  if (name !== 'Java') return `${before}${code}\n${driver}\n`;
  return code.replace(
    /\}\s*$/,
    `    public static void main(String[] a) throws Exception {
        Map<String, String> e = System.getenv();
        System.out.println(verify(e.get("SECRET"), Map.of("webhook-id", e.get("ID"), "webhook-timestamp", e.get("AT"),
            "webhook-signature", e.get("SIGNATURE")), e.get("BODY"), System.currentTimeMillis() / 1000));
    }
}
`,
  );
}

const hasRuntime = ({ run }: Language) => spawnSync(run[0], ['--version']).error === undefined;

describe('the guide of webhooks', () => {
  for (const language of languages) {
    const present = hasRuntime(language);
    if (!present) console.info(`${language.name} is not installed here: its sample was not run`);
    it.skipIf(!present)(
      `[INT-09] checks signatures rightly in ${language.name}`,
      () => {
        const file = join(folder, language.file);
        writeFileSync(file, sourceOf(language));
        const [secret, before] = [newSecret(), newSecret()];
        const timestamp = Math.floor(Date.now() / 1000);
        // ASCII, because an environment has no encoding of its own
        const message = { id: 'msg_1_4711', timestamp, body: '{"type":"order.paid","data":{"total":199}}' };
        const verify = (given: { secret?: string; at?: number; body?: string } = {}) => {
          const signed = { ...message, timestamp: given.at ?? timestamp };
          const [program, ...options] = language.run;
          const result = spawnSync(program, [...options, file], {
            encoding: 'utf8',
            env: {
              ...process.env,
              SECRET: given.secret ?? secret,
              ID: signed.id,
              AT: String(signed.timestamp),
              SIGNATURE: webhookHeaders([secret, before], signed)['webhook-signature'],
              BODY: given.body ?? signed.body,
            },
          });
          expect(result.stderr).toBe('');
          return result.stdout.trim();
        };
        expect(verify()).toBe('true');
        expect(verify({ secret: before })).toBe('true');
        expect(verify({ secret: newSecret() })).toBe('false');
        expect(verify({ body: `${message.body} ` })).toBe('false');
        expect(verify({ at: timestamp - 3600 })).toBe('false');
      },
      60_000,
    );
  }
});

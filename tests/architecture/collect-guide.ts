import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { snippetsOf } from '../../packages/console/src/features/sources/snippets.ts';
import { sourcesWords } from '../../packages/console/src/features/sources/sources-words.ts';

/** Where the page is kept. */
export const collectGuide = fileURLToPath(new URL('../../docs/guides/collect.md', import.meta.url));

const kinds = [
  [
    'server',
    'From a server',
    'The key is secret; what such a source says of identities is taken as verified.',
  ],
  [
    'browser',
    'From a web page',
    'The key is public; identities are claims, which can never join two known customers.',
  ],
  [
    'mini_program',
    'From a mini program',
    'The key is public. Add the address to the request domains of the mini program.',
  ],
] as const;

/** `docs/guides/collect.md`: the snippets of the Sources page, with an address and a key to be replaced. */
export function writtenCollectGuide(): string {
  const parts = kinds.flatMap(([kind, title, note]) => [
    `## ${title}`,
    '',
    note,
    '',
    ...snippetsOf(kind, 'https://pond.example.com', 'YOUR_WRITE_KEY')
      .filter((snippet) => kind === 'server' || snippet.label !== 'snippet.curl')
      .flatMap(({ label, language, code }) => [
        `### ${sourcesWords.phrases[label][1]}`,
        '',
        `\`\`\`${language}`,
        code,
        '```',
        '',
      ]),
  ]);
  return [
    '# Send events',
    '',
    'Make a source under *Data › Sources*: it shows these snippets with your address and key filled in. They speak the Segment',
    'HTTP spec; where no SDK is named they need nothing but the standard library of their language. What was answered with 200 is',
    'on disk. Items that do not fit the dictionary are listed in the answer and wait in *Data › Quarantine*.',
    '',
    'Send many at once to `/v1/batch` as `{"batch": [ … ]}`, at most 1 MB a request, gzip allowed (`content-encoding: gzip`).',
    'What lies in the past goes to `/v1/import`: it counts at its true `timestamp` and fires nothing. Give each item a `messageId`',
    'of your own, and a repeated one is counted once.',
    '',
    'Written by `node --import tsx tests/architecture/collect-guide.ts`; tests/sdk runs what is here.',
    '',
    ...parts,
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(collectGuide, writtenCollectGuide());

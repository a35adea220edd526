// The law of small files: 500 lines fail, with no exemption list; folders without a name fail too.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const limit = 500;
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((name) => /\.(ts|tsx|mts|js|mjs|cjs|css|sql|sh)$/.test(name));
const faults = [];
const sizes = [];
for (const name of files) {
  const lines = readFileSync(name, 'utf8').split('\n').length - 1;
  sizes.push(lines);
  if (lines > limit) faults.push(`${name}: ${lines} lines, the limit is ${limit}`);
  if (/(^|\/)(utils?|helpers?|common|shared|misc|lib)(\/|\.[a-z]+$)/.test(name))
    faults.push(`${name}: a room without a name`);
}
sizes.sort((a, b) => a - b);
console.log(
  `${files.length} files, median ${sizes[Math.floor(sizes.length / 2)]} lines, largest ${sizes.at(-1)}`,
);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

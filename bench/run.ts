import { accept } from './cases/accept.ts';
import { identity } from './cases/identity.ts';
import { importing } from './cases/importing.ts';
import { lifecycle } from './cases/lifecycle.ts';
import { pipeline } from './cases/pipeline.ts';
import { keepResults, lineOf, type Measurement, met } from './measurement.ts';

/** `npm run bench -- [--short] [case …]`: prints every figure with its ratio; full runs are kept in results.json. */
const cases: Record<string, (short: boolean) => Promise<Measurement[]>> = {
  accept,
  pipeline,
  identity,
  importing,
  lifecycle,
};

const short = process.argv.includes('--short');
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const figures: Measurement[] = [];
for (const [name, run] of Object.entries(cases)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`— ${name}`);
  for (const figure of await run(short)) {
    figures.push(figure);
    console.log(lineOf(figure));
  }
}
if (!short) keepResults(figures);
const missed = figures.filter((figure) => !met(figure));
console.log(
  missed.length === 0 ? 'Every target met.' : `Missed: ${missed.map((figure) => figure.name).join(', ')}`,
);

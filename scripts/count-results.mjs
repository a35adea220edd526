// Adds up the JSON reports of all lanes and prints the closing line. A failed lane without a failed test counts as one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...failedLanes] = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests;
  totals.skipped += report.numPendingTests + (report.numTodoTests ?? 0);
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'failed') console.log(`failed in ${name.replace('.json', '')}: ${test.fullName}`);
    }
  }
}
for (const lane of failedLanes) console.log(`lane failed: ${lane}`);
totals.failed = Math.max(totals.failed, failedLanes.length);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 ? 1 : 0);

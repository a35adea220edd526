import { cellText } from '@yutang/core/imports';
import type { FileRecord } from './csv-splitter.ts';

/** How far down a header is looked for: exports put a title, a shop and a period above it. */
const deepest = 20;
/** Share of the widest row's cells that a header fills at least; a row of groups fills fewer. */
const leastShare = 0.5;

/** The record with the names of the columns: the first that is about as wide as the rows are. */
export function headerRecord(records: readonly FileRecord[]): FileRecord | undefined {
  const filled = records
    .slice(0, 50)
    .map(({ cells }) => cells.filter((cell) => cellText(cell) !== '').length);
  const widest = Math.max(0, ...filled);
  // a title fills one cell
  const least = Math.max(widest * leastShare, Math.min(widest, 2), 1);
  const at = filled.slice(0, deepest).findIndex((count) => count >= least);
  return records[Math.max(at, 0)];
}

/** Names of columns, each its own: one that stands there twice gets a number, one without a name its place (`#3`). */
export function namesOf(cells: readonly unknown[]): string[] {
  const names = cells.map((cell) =>
    String(cell ?? '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  // a trailing delimiter makes a column without a name and without content
  while (names.at(-1) === '') names.pop();
  const taken = new Set<string>();
  return names.map((stated, at) => {
    const base = stated || `#${at + 1}`;
    let name = base;
    for (let times = 2; taken.has(name); times++) name = `${base} (${times})`;
    taken.add(name);
    return name;
  });
}

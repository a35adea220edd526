import type { ErrorCode, ErrorParams } from '../errors/index.ts';
import { errorCatalogue, formatError } from '../errors/index.ts';

/** What can be wrong with a row; documented with the errors. */
export type RowCode = Extract<ErrorCode, `row.${string}`>;

/** What is wrong with a row, in the reader's language; follows the column's name where there is one. */
export function tellProblem(
  problem: { code: string; params?: ErrorParams | undefined },
  language: 'en' | 'zh',
): string {
  // what an older version wrote down
  if (!Object.hasOwn(errorCatalogue, problem.code)) return problem.code;
  const code = problem.code as ErrorCode;
  const told = formatError(code, problem.params ?? {}, language);
  // a whole message begins with a capital; this goes on after the column's name as the catalogue has it
  const [first = ''] = errorCatalogue[code][language];
  return /[a-z]/.test(first) ? first + told.slice(1) : told;
}

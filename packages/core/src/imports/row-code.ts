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
  return formatError(problem.code as ErrorCode, problem.params ?? {}, language);
}

import type { ErrorEntry } from './entry.ts';
import { type ErrorCode, errorCatalogue } from './error-catalogue.ts';

/** Fills a message's `{param}` slots. A slot without a value stays visible. */
export function formatError(
  code: ErrorCode,
  params: Record<string, string | number>,
  language: 'en' | 'zh',
): string {
  const entry: ErrorEntry = errorCatalogue[code];
  return entry[language].replace(/\{(\w+)\}/g, (slot, name: string) => String(params[name] ?? slot));
}

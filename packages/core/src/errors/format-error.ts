import { chineseReason, chineseWhat } from '../reasons/index.ts';
import type { ErrorEntry } from './entry.ts';
import { type ErrorCode, errorCatalogue } from './error-catalogue.ts';

/** Fills a message's `{param}` slots. A slot without a value stays visible. `what` and `reason` are said in its language. */
export function formatError(
  code: ErrorCode,
  params: Record<string, string | number>,
  language: 'en' | 'zh',
): string {
  const entry: ErrorEntry = errorCatalogue[code];
  const message = entry[language].replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = String(params[name] ?? slot);
    if (language === 'en') return value;
    return name === 'what' ? chineseWhat(value) : name === 'reason' ? chineseReason(value) : value;
  });
  return /^[a-z]+ /.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
}

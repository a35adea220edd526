import { channelErrors } from './catalogue/channels.ts';
import { customerErrors } from './catalogue/customers.ts';
import { dictionaryErrors } from './catalogue/dictionary.ts';
import { identityErrors } from './catalogue/identity.ts';
import { ingestionErrors } from './catalogue/ingestion.ts';
import { questionErrors } from './catalogue/question.ts';
import { importErrors } from './catalogue/imports.ts';
import { requestErrors } from './catalogue/request.ts';
import { settingsErrors } from './catalogue/settings.ts';
import { storeErrors } from './catalogue/store.ts';
import { workspaceErrors } from './catalogue/workspaces.ts';
import type { ErrorEntry } from './entry.ts';

export { AppError, type ErrorParams } from './app-error.ts';
export type { ErrorEntry } from './entry.ts';

/** Every error the platform answers with. Documented in `docs/errors.md`; a test holds the two together. */
export const errorCatalogue = {
  ...channelErrors,
  ...customerErrors,
  ...dictionaryErrors,
  ...identityErrors,
  ...ingestionErrors,
  ...questionErrors,
  ...importErrors,
  ...requestErrors,
  ...settingsErrors,
  ...storeErrors,
  ...workspaceErrors,
};

export type ErrorCode = keyof typeof errorCatalogue;

/** Fills a message's `{param}` slots. A slot without a value stays visible. */
export function formatError(
  code: ErrorCode,
  params: Record<string, string | number>,
  language: 'en' | 'zh',
): string {
  const entry: ErrorEntry = errorCatalogue[code];
  return entry[language].replace(/\{(\w+)\}/g, (slot, name: string) => String(params[name] ?? slot));
}

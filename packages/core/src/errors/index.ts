export { AppError, type ErrorParams } from './app-error.ts';
export type { ErrorEntry } from './entry.ts';
export { type ErrorCode, errorCatalogue } from './error-catalogue.ts';
export { formatError } from './format-error.ts';

import type { ErrorCode } from './error-catalogue.ts';

/** Values a message needs, e.g. `{ field: 'phone' }`. Strings and numbers only, safe to show to the caller. */
export type ErrorParams = Record<string, string | number>;

/**
 * The caller's fault, or a condition the caller can do something about. Its code is in the catalogue, which
 * decides HTTP status and message. A fault of ours is a plain `Error` instead.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  constructor(code: ErrorCode, params: ErrorParams = {}) {
    super(code);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}

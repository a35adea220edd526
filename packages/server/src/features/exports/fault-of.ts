import { AppError, formatError } from '@yutang/core/errors';
import { storeFault } from '../../platform/http/store-fault.ts';

/** A failure of work in the background, as its page tells it. */
export function faultOf(error: unknown): { code: string; title: string } {
  if (error instanceof AppError) {
    return { code: error.code, title: formatError(error.code, error.params, 'en') };
  }
  const code = storeFault(error);
  if (code) return { code, title: formatError(code, {}, 'en') };
  return { code: 'server.fault', title: error instanceof Error ? error.message : String(error) };
}

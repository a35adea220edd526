import { AppError, formatError } from '@yutang/core/errors';
import type { Principal } from '../../platform/http/principal.ts';
import { storeFault } from '../../platform/http/store-fault.ts';

/** A failure of work in the background, as its page tells it, in the language of who began it. */
export function faultOf(error: unknown, language: Principal['language']): { code: string; title: string } {
  if (error instanceof AppError) {
    return { code: error.code, title: formatError(error.code, error.params, language) };
  }
  const code = storeFault(error);
  if (code) return { code, title: formatError(code, {}, language) };
  return { code: 'server.fault', title: error instanceof Error ? error.message : String(error) };
}

import type { ErrorCode } from '@yutang/core/errors';

/** SQLSTATE or network code of a store that is away or full → the catalogue's code; undefined for anything else. */
export function storeFault(error: unknown): ErrorCode | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  const message = 'message' in error ? String(error.message) : '';
  if (code === '53100' || code === 'ENOSPC' || /No space left on device/i.test(message))
    return 'server.disk-full';
  const away = /^(08\w{3}|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$/;
  if (
    away.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
      message,
    )
  ) {
    return 'server.store-unavailable';
  }
  return undefined;
}

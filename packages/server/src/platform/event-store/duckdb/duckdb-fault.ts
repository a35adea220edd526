import { AppError } from '@yutang/core/errors';

/** What a message of DuckDB means to the caller; anything unknown stays as it is, a fault of ours. */
export function duckdbFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const { message } = error;
  if (/No space left on device|Disk quota exceeded|not enough (disk )?space|File too large/i.test(message))
    return new AppError('server.disk-full');
  if (/^(Out of Memory Error|.*failed to (allocate|pin) .*memory)/i.test(message))
    return new AppError('question.too-heavy');
  if (
    /^(Parser|Binder|Catalog|Conversion|Invalid Input|Out of Range|Permission|Syntax)\s?Error/i.test(message)
  )
    return new AppError('question.invalid', { reason: firstLine(message) });
  return error;
}

/** After these the instance answers nothing any more and must be opened anew. */
export function isFatal(error: unknown): boolean {
  return error instanceof Error && /FATAL Error|has been invalidated|Failed to commit/i.test(error.message);
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? message).slice(0, 300);

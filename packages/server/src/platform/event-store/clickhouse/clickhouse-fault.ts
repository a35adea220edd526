import { AppError } from '@yutang/core/errors';

/** The server's own words as an error: `Code: 47, e.displayText() = DB::Exception: Unknown identifier: x, e.what() = …`. */
export function serverFault(text: string): Error {
  const code = Number(/^\s*Code: (\d+)/.exec(text)?.[1] ?? 0);
  const reason = (/DB::Exception: ([\s\S]*?)(?:, e\.what\(\)|$)/.exec(text)?.[1] ?? text)
    .trim()
    .slice(0, 300);
  switch (code) {
    case 241:
    case 191:
      return new AppError('question.too-heavy');
    case 243:
      return new AppError('server.disk-full');
    // access: the address or its password is wrong, not the question
    case 192:
    case 193:
    case 194:
    case 195:
    case 516:
      return new AppError('question.store-address', { reason });
    // what a question may get wrong: names, types, syntax, arguments
    case 6:
    case 10:
    case 16:
    case 36:
    case 42:
    case 43:
    case 46:
    case 47:
    case 51:
    case 53:
    case 60:
    case 62:
    case 72:
    case 179:
    case 184:
    case 215:
    case 386:
      return new AppError('question.invalid', { reason });
    default:
      return Object.assign(new Error(`ClickHouse ${code}: ${reason}`), { clickhouseCode: code });
  }
}

/** A call that did not reach the server, or got no answer. */
export function clickhouseFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOST|EAI_)/.test(code))
    return new AppError('server.store-unavailable');
  return error;
}

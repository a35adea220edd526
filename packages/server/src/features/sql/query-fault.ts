import { AppError } from '@yutang/core/errors';
import { placeOfPosition } from '@yutang/core/sql';
import pg from 'pg';

const tooHeavy = new Set(['53400', '53200', '54000', '54001']);
const refused = new Set(['25006', '42501']);
const notAdmitted = new Set(['28000', '28P01', '3D000', '42704']);

/** What an error of a door's session means to the person who asked; anything that is not PostgreSQL's answer stays as it is. */
export function queryFault(error: unknown, query: string, seconds: number): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = '', message, hint, position } = error;
  const detail = (hint ? `${message} (${hint})` : message).slice(0, 500).replace(/\.$/, '');
  if (code === '57014') return new AppError('sql.timeout', { seconds });
  if (code === '53300') return new AppError('sql.busy', { running: 'all' });
  if (tooHeavy.has(code) || /invalid memory alloc request size/.test(message)) {
    return new AppError('sql.too-heavy', { detail });
  }
  if (refused.has(code)) return new AppError('sql.refused', { detail });
  if (notAdmitted.has(code)) return new AppError('sql.closed', { reason: detail });
  // the server went away: that is no fault of the query
  if (/^(08|57P)/.test(code)) return error;
  if (!position) return new AppError('sql.failed', { detail });
  return new AppError('sql.failed-at', { detail, ...placeOfPosition(query, Number(position)) });
}

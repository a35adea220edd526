import { AppError } from '@yutang/core/errors';
import type { Dialect } from './dialect.ts';
import type { Question, QuestionParams, QuestionValue } from './event-store.ts';
import { guardQuestion } from './guard-question.ts';
import { sqlPieces } from './sql-words.ts';

/** A question ready for one engine: guarded, every parameter written as a literal. */
export interface BoundQuestion {
  sql: string;
  limit: number;
  timeoutMs: number;
}

/**
 * The one place where values get into SQL text. Literals, not bound parameters: both engines plan better with the
 * value in sight (DuckDB skips row groups by it), and ClickHouse 18.16 has no parameters.
 */
export function bindQuestion(dialect: Dialect, question: Question): BoundQuestion {
  const sql = typeof question.sql === 'string' ? question.sql : question.sql[dialect.engine];
  guardQuestion(sql, dialect.engine === 'clickhouse');
  return {
    sql: bindParameters(dialect, sql, question.params ?? {}).replace(/;\s*$/, ''),
    limit: question.limit ?? 10_000,
    timeoutMs: question.timeoutMs ?? 30_000,
  };
}

/** Replaces `:name` outside strings and comments by literals. Throws `question.parameter` for a missing or impossible value. */
export function bindParameters(dialect: Dialect, sql: string, params: QuestionParams): string {
  return sqlPieces(sql)
    .map((piece) => {
      if (piece.kind !== 'param') return piece.raw;
      const name = piece.raw.slice(1);
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      if (value === undefined) throw new AppError('question.parameter', { name, reason: 'missing' });
      return literalOf(dialect, name, value);
    })
    .join('');
}

function literalOf(dialect: Dialect, name: string, value: QuestionValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return dialect.text(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new AppError('question.parameter', { name, reason: 'not a finite number' });
    // A blank before the sign: `a-:n` must not become a comment.
    return value < 0 ? ` ${value}` : String(value);
  }
  if (value.length === 0) return dialect.emptyList;
  return value.map((each) => literalOf(dialect, name, each)).join(', ');
}

import { AppError } from '../errors/index.ts';
import { isOfferedFunction, isReservedName } from './offered-functions.ts';
import { placeAt } from './place.ts';
import { type SqlToken, sqlTokens } from './tokens.ts';

const beginnings = new Set(['select', 'with', 'values', 'table']);

/**
 * Whether a text is one question the door takes: a single `select`, `with`, `values` or `table`, with functions of the
 * list and no name of the system's catalogs. What may be read is decided by the rights of the database role, not here;
 * this keeps out what rights cannot (waiting, locks, notifications, text run as SQL).
 *
 * @throws AppError `sql.empty`, `sql.one-statement`, `sql.only-select`, `sql.not-offered` with line and column
 */
export function checkQuery(query: string): void {
  const tokens = sqlTokens(query);
  while (tokens.at(-1)?.text === ';' && tokens.at(-1)?.kind === 'symbol') tokens.pop();
  const first = tokens.find((token) => token.text !== '(');
  if (!first) throw new AppError('sql.empty');
  const more = tokens.find((token) => token.kind === 'symbol' && token.text === ';');
  if (more) throw new AppError('sql.one-statement', placeAt(query, more.start));
  if (first.kind !== 'word' || !beginnings.has(first.text)) {
    throw new AppError('sql.only-select', { found: query.slice(first.start, first.end).slice(0, 40) });
  }
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' && token.kind !== 'quoted') continue;
    const known = token.kind === 'quoted' ? token.text !== 'U&' : true;
    if (known && !isReservedName(token.text) && !isForeignCall(tokens, index)) continue;
    throw new AppError('sql.not-offered', {
      name: query.slice(token.start, token.end).slice(0, 60),
      ...placeAt(query, token.start),
    });
  }
}

/** `name(` where the name is no function of the list and no alias with its columns. */
function isForeignCall(tokens: readonly SqlToken[], index: number): boolean {
  const token = tokens[index];
  if (!token || !isSymbol(tokens[index + 1], '(') || isOfferedFunction(token.text)) return false;
  const before = tokens[index - 1];
  // `… as t(a, b)`: after `as` stands a name or a type, never a call
  if (before?.kind === 'word' && before.text === 'as') return false;
  // `with t(a, b) as (…)` and `, u(c) as (…)`
  if (!(isWord(before, 'with') || isWord(before, 'recursive') || isSymbol(before, ','))) return true;
  const close = closing(tokens, index + 1);
  if (!isWord(tokens[close + 1], 'as')) return true;
  const after = tokens[close + 2];
  return !(isSymbol(after, '(') || isWord(after, 'materialized') || isWord(after, 'not'));
}

function closing(tokens: readonly SqlToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (isSymbol(tokens[at], '(')) depth++;
    else if (isSymbol(tokens[at], ')') && --depth === 0) return at;
  }
  return tokens.length;
}

const isSymbol = (token: SqlToken | undefined, text: string) =>
  token?.kind === 'symbol' && token.text === text;
const isWord = (token: SqlToken | undefined, text: string) => token?.kind === 'word' && token.text === text;

/**
 * The query without what it may say of a person: texts and numbers of five or more digits become `…`, comments go.
 * For the audit log, which outlives an erasure.
 */
export function withoutValues(query: string): string {
  let out = '';
  let end = 0;
  for (const token of sqlTokens(query)) {
    if (token.start > end && out) out += ' ';
    else if (out && /\w$/.test(out) && token.kind === 'string') out += ' ';
    const value = token.kind === 'string' || (token.kind === 'number' && /\d{5}/.test(token.text));
    out += value ? "'…'" : query.slice(token.start, token.end);
    end = token.end;
  }
  return out;
}

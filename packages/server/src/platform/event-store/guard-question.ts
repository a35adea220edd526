import { AppError } from '@yutang/core/errors';
import { type SqlPiece, sqlPieces } from './sql-words.ts';

// Defence in depth: questions are written by us, yet some day by analysts. The engines' own locks (no file access,
// read-only) stand behind this; what only this guard keeps apart is one workspace from another.
const verbs = new Set(
  'attach,detach,copy,insert,update,delete,drop,create,alter,truncate,set,use,install,load,export,import,pragma,call,checkpoint,vacuum,optimize,kill,grant,revoke,rename,execute,prepare,deallocate,into,outfile,format,settings'.split(
    ',',
  ),
);
const foreign =
  /^(yutang_.*|system|information_schema|pg_catalog|temp|event_rows|events_local|events_all|meta_local|moves_local|appended)$/i;
const forbiddenCalls =
  /^(read_\w+|parquet_\w+|sniff_csv|glob|duckdb_\w+|pragma_\w+|sqlite_\w+|postgres_\w+|mysql_\w+|iceberg_\w+|delta_\w+|query|query_table|getenv|getvariable|which_secret|file|url|remote\w*|cluster\w*|s3\w*|hdfs|mysql|odbc|jdbc|merge|input|dictionary|dictget\w*|joinget|sleep\w*|catboost\w*|modelevaluate|currentdatabase|hostname)$/i;

/** The identifier a piece names, unquoted; undefined for anything else. */
function identifier(piece: SqlPiece | undefined): string | undefined {
  if (piece?.kind === 'word') return piece.raw;
  if (piece?.kind === 'quoted') return piece.raw.slice(1, -1);
  return undefined;
}

/** The word or call a question may not contain; undefined when it is one harmless select. */
export function forbiddenPart(sql: string, backslashEscapes = false): string | undefined {
  const pieces = sqlPieces(sql).filter((each) => each.kind !== 'space' && each.kind !== 'comment');
  if (pieces.at(-1)?.raw === ';') pieces.pop();
  const first = pieces.find((each) => each.raw !== '(')?.raw.toLowerCase();
  if (first !== 'select' && first !== 'with') return first ?? '';
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    const before = pieces[index - 1];
    if (piece.raw === ';' || piece.raw === '\0') return piece.raw;
    // ClickHouse would read on past this quote.
    if (piece.kind === 'text' && backslashEscapes && piece.raw.includes("\\'")) return piece.raw;
    if (piece.kind === 'text' && /^(from|join)$/i.test(before?.raw ?? '')) return piece.raw;
    const name = identifier(piece);
    if (name === undefined) continue;
    const isColumn = before?.raw === '.';
    if (
      piece.kind === 'word' &&
      verbs.has(name.toLowerCase()) &&
      !isColumn &&
      !/^as$/i.test(before?.raw ?? '')
    )
      return name;
    if (foreign.test(name) && !isColumn) return name;
    // a workspace's database under any prefix
    if (/_\d+$/.test(name) && next?.raw === '.') return name;
    if (next?.raw === '(' && forbiddenCalls.test(name)) return name;
  }
  return undefined;
}

const checked = new Set<string>();

/** Refuses with `question.not-allowed` whatever is not one select over this workspace's events. Judges the text before parameters are filled in. */
export function guardQuestion(sql: string, backslashEscapes: boolean): void {
  const key = `${backslashEscapes}${sql}`;
  if (checked.has(key)) return;
  const found = forbiddenPart(sql, backslashEscapes);
  if (found !== undefined) throw new AppError('question.not-allowed', { found });
  if (checked.size > 500) checked.clear();
  checked.add(key);
}

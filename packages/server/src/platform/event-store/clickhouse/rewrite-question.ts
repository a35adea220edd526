import { eventColumns } from '../event-columns.ts';
import { type SqlPiece, sqlPieces } from '../sql-words.ts';

export interface Rewriting {
  /** What stands for `events`: the local table, or the distributed one. */
  table: string;
  watermark: number;
  /** Moves that are not in `customer_then` yet: source → customer. */
  pending: ReadonlyMap<number, number>;
}

/** Today's customer of a row. */
export function customerExpression(pending: ReadonlyMap<number, number>): string {
  if (pending.size === 0) return 'customer_then';
  return `transform(source, [${[...pending.keys()]}], [${[...pending.values()]}], customer_then)`;
}

const tails = new Set(['group', 'order', 'having', 'limit', 'union', 'into', 'format']);

/**
 * Turns a question about `events` into one about the tables: rows above the watermark stay out of sight, and
 * `customer` is today's. Done in the text and not by a view or a subselect: over a subselect 18.16 sends every row to
 * the asking node instead of aggregating on the shards, and uses no key. `customer` becomes an alias that the
 * condition defines, because an alias may be used anywhere in its select.
 */
export function rewriteQuestion(sql: string, how: Rewriting): string {
  const pieces = sqlPieces(sql);
  const depths = depthsOf(pieces);
  const edits = new Map<number, string>();
  const edit = (at: number, text: (raw: string) => string): void => {
    edits.set(at, text(edits.get(at) ?? pieces[at]?.raw ?? ''));
  };
  for (const [at, piece] of pieces.entries()) {
    if (piece.kind !== 'word' || wordOf(piece) !== 'events') continue;
    const before = wordOf(pieces[significant(pieces, at, -1)]);
    if (before === 'join') edit(at, () => subselect(how));
    if (before === 'from') rewriteSelect(at);
  }
  return `${pieces.map((piece, at) => edits.get(at) ?? piece.raw).join('')}${edits.get(pieces.length) ?? ''}`;

  /** The select whose `from` names events at this place. */
  function rewriteSelect(at: number): void {
    const depth = depths[at] as number;
    let start = at;
    while (start > 0 && !(depths[start] === depth && wordOf(pieces[start]) === 'select')) start -= 1;
    let where: number | undefined;
    let end = at + 1;
    for (; end < pieces.length; end += 1) {
      if ((depths[end] as number) < depth) break;
      if (depths[end] !== depth) continue;
      const word = wordOf(pieces[end]);
      if (word === 'where') where = end;
      if (word !== undefined && tails.has(word)) break;
    }
    const scope = ownPieces(pieces, depths, start, at, depth);
    const named = scope.filter((index) => wordOf(pieces[index]) === 'customer');
    for (const index of named) unqualify(index);
    const needsCustomer = named.length > 0;
    const alias = needsCustomer ? ` and (${customerExpression(how.pending)} as customer) is not null` : '';
    const condition = `append_id < ${how.watermark}${alias}`;
    for (const index of scope)
      if (index < at && isStar(index)) edit(index, () => starColumns(how.pending, needsCustomer));
    edit(at, () => how.table);
    if (where === undefined) edit(end, (raw) => `\nwhere ${condition} ${raw}`);
    else {
      edit(where, () => `where ${condition} and (`);
      edit(end, (raw) => `\n) ${raw}`);
    }
  }

  /** `e.customer` is no column: an alias has no qualifier. */
  function unqualify(index: number): void {
    if (pieces[index - 1]?.raw !== '.') return;
    edit(index - 1, () => '');
    edit(index - 2, () => '');
  }

  function isStar(index: number): boolean {
    if (pieces[index]?.raw !== '*') return false;
    const before = pieces[significant(pieces, index, -1)]?.raw.toLowerCase();
    const after = pieces[significant(pieces, index, 1)]?.raw.toLowerCase();
    return (
      (before === 'select' || before === 'distinct' || before === ',') && (after === 'from' || after === ',')
    );
  }
}

/** A select's own pieces, the nested selects' left out. */
function ownPieces(
  pieces: SqlPiece[],
  depths: number[],
  start: number,
  from: number,
  depth: number,
): number[] {
  const own: number[] = [];
  let hidden = Number.POSITIVE_INFINITY;
  for (
    let index = start;
    index < pieces.length && (index <= from || (depths[index] as number) >= depth);
    index += 1
  ) {
    const at = depths[index] as number;
    if (at < hidden) hidden = Number.POSITIVE_INFINITY;
    if (index > start && at > depth && wordOf(pieces[index]) === 'select') hidden = Math.min(hidden, at);
    if (hidden === Number.POSITIVE_INFINITY) own.push(index);
  }
  return own;
}

/** Depth of brackets; a bracket itself counts outside. */
function depthsOf(pieces: SqlPiece[]): number[] {
  let depth = 0;
  return pieces.map(({ raw }) => {
    if (raw === ')') depth -= 1;
    const here = depth;
    if (raw === '(') depth += 1;
    return here;
  });
}

const wordOf = (piece: SqlPiece | undefined): string | undefined =>
  piece?.kind === 'word' ? piece.raw.toLowerCase() : undefined;

function significant(pieces: SqlPiece[], from: number, step: 1 | -1): number {
  let at = from + step;
  while (pieces[at] && (pieces[at]?.kind === 'space' || pieces[at]?.kind === 'comment')) at += step;
  return at;
}

function starColumns(pending: ReadonlyMap<number, number>, hasAlias: boolean): string {
  return eventColumns
    .map(({ name }) =>
      name === 'customer' && !hasAlias ? `${customerExpression(pending)} as customer` : name,
    )
    .join(', ');
}

function subselect(how: Rewriting): string {
  return `(select ${starColumns(how.pending, false)} from ${how.table} where append_id < ${how.watermark})`;
}

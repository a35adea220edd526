/** A piece of SQL text: `word` = bare or quoted identifier or keyword, `param` = `:name`, `text` = a string literal. */
export interface SqlPiece {
  kind: 'word' | 'quoted' | 'param' | 'text' | 'number' | 'comment' | 'space' | 'mark';
  /** As written. */
  raw: string;
}

// Strings: '' doubles; the guard refuses a backslash before one for ClickHouse. `::` is a cast, not a parameter.
const piece =
  /(?<space>\s+)|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$))|(?<cast>::)|(?<param>:[A-Za-z_]\w*)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<number>\d[\d.]*(?:[eE][+-]?\d+)?)|(?<mark>[\s\S])/gu;

/** Cuts SQL into pieces; joining their `raw` gives the text again. Never fails: nonsense becomes marks. */
export function sqlPieces(sql: string): SqlPiece[] {
  const pieces: SqlPiece[] = [];
  for (const match of sql.matchAll(piece)) {
    const groups = match.groups ?? {};
    const kind = (Object.keys(groups).find((name) => groups[name] !== undefined) ?? 'mark') as
      | SqlPiece['kind']
      | 'cast';
    pieces.push({ kind: kind === 'cast' ? 'mark' : kind, raw: match[0] });
  }
  return pieces;
}

/** One piece of SQL text as PostgreSQL's own scanner cuts it. `text` of a word is lower case, of a quoted name as it is. */
export interface SqlToken {
  kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol';
  text: string;
  /** Offsets in the query (UTF-16 units), end exclusive. */
  start: number;
  end: number;
}

// bytes above 0x7f belong to names, as in PostgreSQL: a no-break space is no space
const nameStart = /[a-z_\u0080-\uffff]/i;
const namePart = /[a-z0-9_$\u0080-\uffff]/i;
const space = /[ \t\n\r\f\v]/;

/**
 * Cuts a query into tokens, comments left out, as PostgreSQL's scanner does with `standard_conforming_strings` on.
 * What does not end (a string, a comment) runs to the end of the text: PostgreSQL says what is wrong with it.
 */
export function sqlTokens(query: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < query.length) {
    const next = query[at] ?? '';
    if (space.test(next)) at++;
    else if (query.startsWith('--', at)) at = lineEnd(query, at);
    else if (query.startsWith('/*', at)) at = commentEnd(query, at);
    else {
      const token = readToken(query, at);
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

function readToken(query: string, start: number): SqlToken {
  const first = query[start] ?? '';
  const make = (kind: SqlToken['kind'], end: number, text = query.slice(start, end)): SqlToken => ({
    kind,
    text,
    start,
    end,
  });
  const string = /^(?:e|b|x|n|u&)?'/i.exec(query.slice(start, start + 3));
  if (string) {
    const end = quoteEnd(query, start + string[0].length, "'", /^e/i.test(first));
    return make('string', end);
  }
  const quoted = /^(?:u&)?"/i.exec(query.slice(start, start + 3));
  if (quoted) {
    const from = start + quoted[0].length;
    const end = quoteEnd(query, from, '"', false);
    return make(
      'quoted',
      end,
      quoted[0].length > 1 ? 'U&' : query.slice(from, end - 1).replaceAll('""', '"'),
    );
  }
  if (first === '$') {
    const tag = /^\$(?:[a-z_\u0080-\uffff][a-z0-9_\u0080-\uffff]*)?\$/i.exec(
      query.slice(start, start + 70),
    )?.[0];
    if (tag) {
      const close = query.indexOf(tag, start + tag.length);
      return make('string', close < 0 ? query.length : close + tag.length);
    }
  }
  if (nameStart.test(first)) {
    let end = start + 1;
    while (end < query.length && namePart.test(query[end] ?? '')) end++;
    return make('word', end, query.slice(start, end).toLowerCase());
  }
  const number = /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/i.exec(query.slice(start, start + 400));
  return number ? make('number', start + number[0].length) : make('symbol', start + 1);
}

function lineEnd(query: string, start: number): number {
  const end = query.slice(start).search(/[\n\r]/);
  return end < 0 ? query.length : start + end;
}

/** Comments nest. */
function commentEnd(query: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < query.length) {
    if (query.startsWith('/*', at)) {
      depth++;
      at += 2;
    } else if (query.startsWith('*/', at)) {
      depth--;
      at += 2;
      if (depth === 0) return at;
    } else at++;
  }
  return query.length;
}

/** After the closing quote; a doubled quote stands for itself, in E'…' a backslash takes the next character. */
function quoteEnd(query: string, from: number, quote: string, escapes: boolean): number {
  let at = from;
  while (at < query.length) {
    if (escapes && query[at] === '\\') at += 2;
    else if (query[at] !== quote) at++;
    else if (query[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return query.length;
}

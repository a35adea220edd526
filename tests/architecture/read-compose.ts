/** A value of the part of YAML that `deploy/compose.yaml` is written in. */
export type Value = string | null | Value[] | { [key: string]: Value };

interface Line {
  indent: number;
  text: string;
}

/**
 * Reads block mappings, block lists of scalars, flow lists and scalars: what a compose file needs, strictly. Anything else throws,
 * so that a file this reader misunderstands cannot pass. Every scalar is text.
 */
export function readCompose(text: string): Value {
  const lines: Line[] = text
    .split('\n')
    .filter((line) => !/^\s*(#.*)?$/.test(line))
    .map((line) => ({ indent: line.search(/\S/), text: line.trim() }));
  let at = 0;

  function block(indent: number): Value {
    return lines[at]?.text.startsWith('- ') ? list(indent) : mapping(indent);
  }
  function list(indent: number): Value[] {
    const items: Value[] = [];
    for (; lines[at]?.indent === indent; at++) {
      const [, item] = /^- (.+)$/.exec(lines[at]?.text ?? '') ?? [];
      if (item === undefined) throw new Error(`not an item of a list: ${lines[at]?.text}`);
      items.push(scalar(item));
    }
    return items;
  }
  function mapping(indent: number): Value {
    const entries: Record<string, Value> = {};
    while (lines[at]?.indent === indent) {
      const line = lines[at]?.text ?? '';
      const [, key, rest] = /^([\w.-]+):(?: (.+))?$/.exec(line) ?? [];
      if (key === undefined || key in entries) throw new Error(`not a new key: ${line}`);
      at++;
      const deeper = lines[at]?.indent ?? -1;
      entries[key] = rest !== undefined ? scalar(rest) : deeper > indent ? block(deeper) : null;
    }
    return entries;
  }
  const read = block(0);
  if (at < lines.length) throw new Error(`indented in a way of its own: ${lines[at]?.text}`);
  return read;
}

function scalar(text: string): Value {
  if (/^["[]/.test(text)) return JSON.parse(text) as Value;
  if (/^['{&*!|>]| #|: /.test(text)) throw new Error(`more YAML than this reader knows: ${text}`);
  return text;
}

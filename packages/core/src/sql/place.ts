/** Where in a text something stands, both counted from 1. */
export interface Place {
  line: number;
  column: number;
  [key: string]: number;
}

/** The place of an offset in UTF-16 units. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: [...before.slice(before.lastIndexOf('\n') + 1)].length + 1 };
}

/** The place of PostgreSQL's `position`: characters (not UTF-16 units), counted from 1. */
export function placeOfPosition(text: string, position: number): Place {
  return placeAt(text, [...text].slice(0, position - 1).join('').length);
}

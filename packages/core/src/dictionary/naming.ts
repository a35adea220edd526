/** Longest name of an event, in characters. */
export const longestName = 128;

/**
 * The naming rules of events: 1…128 characters, no control characters, no blank at either end, not two blanks in a row.
 * Advice beyond the rules: object first, then the past participle, in title case (“Order Completed”), or Chinese.
 * Answers why a name is refused; undefined when it is fine.
 */
export function namingFault(name: string): string | undefined {
  if (name.length === 0) return 'is empty';
  if (name.length > longestName) return `is longer than ${longestName} characters`;
  if (/\p{Cc}/u.test(name)) return 'contains a control character';
  if (name !== name.trim()) return 'begins or ends with a blank';
  if (/\s{2}/.test(name)) return 'contains two blanks in a row';
  return undefined;
}

/** A name without the differences people make by accident: case, blanks, `_`, `-`, `.` and camel case. */
export function nameSkeleton(name: string): string {
  return name.toLowerCase().replace(/[\s_\-.:/]+/g, '');
}

/**
 * The described name an unknown one is probably meant to be: the same skeleton (`order_completed` → `Order Completed`),
 * or, for names of at least 6 characters, one letter more, less or different. Null when there is none.
 */
export function resemblance(unknown: string, described: Iterable<string>): string | null {
  const skeleton = nameSkeleton(unknown);
  let near: string | null = null;
  for (const name of described) {
    const other = nameSkeleton(name);
    if (other === skeleton) return name;
    if (near === null && skeleton.length >= 6 && oneEditApart(skeleton, other)) near = name;
  }
  return near;
}

function oneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}

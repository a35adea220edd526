/** One documented error: its HTTP status, and what to tell the caller, remedy included, with `{param}` slots. */
export interface ErrorEntry {
  status: number;
  en: string;
  zh: string;
}

/** Checks a catalogue file's shape while keeping its keys as literal types. */
export function defineErrors<T extends Record<string, ErrorEntry>>(entries: T): T {
  return entries;
}

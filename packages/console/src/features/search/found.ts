import type { IconName } from '../../design/icon.tsx';

/** What a line of the box is, in the order they are shown. */
export const foundKinds = ['recent', 'pages', 'people', 'plays', 'outlets', 'staff'] as const;
export type FoundKind = (typeof foundKinds)[number];

/** Something with a page of its own. */
export interface Found {
  kind: FoundKind;
  path: string;
  label: string;
  detail?: string;
  icon: IconName;
}

const most = 5;

/** What was opened by the box lately, newest first. Of this tab only: a name is not left behind on a machine others use. */
export function readRecent(place: string): Found[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]');
    return Array.isArray(kept) ? (kept as Found[]) : [];
  } catch {
    return [];
  }
}

/** Notes that something was opened. */
export function keepRecent(place: string, found: Found): void {
  const others = readRecent(place).filter(({ path }) => path !== found.path);
  try {
    sessionStorage.setItem(place, JSON.stringify([{ ...found, kind: 'recent' }, ...others].slice(0, most)));
  } catch {
    // a browser that keeps nothing has nothing recent
  }
}

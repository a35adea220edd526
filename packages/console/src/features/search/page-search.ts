import { appWords } from '../../app/app-words.ts';
import { isShown, menuEntries } from '../../app/menu.ts';
import type { Session } from '../accounts/session.tsx';
import type { Found } from './found.ts';
import { pageInitials } from './page-initials.ts';

/** Pages the session may open whose name, in either language or by pinyin initials, has the text; by the beginning first. */
export function findPages(text: string, session: Session, zh: boolean): Found[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return menuEntries
    .filter((entry) => isShown(entry, session))
    .flatMap((entry) => {
      const [chinese, english] = appWords.phrases[entry.label];
      const names = [chinese, english.toLowerCase(), entry.path, pageInitials[entry.path] ?? ''];
      const at = Math.min(...names.map((name) => (name.includes(wanted) ? name.indexOf(wanted) : 99)));
      const [label, detail] = zh ? [chinese, english] : [english, chinese];
      const found: Found = { kind: 'pages', path: `/${entry.path}`, label, detail, icon: entry.icon };
      return at < 99 ? [{ at, found }] : [];
    })
    .sort((a, b) => a.at - b.at)
    .map(({ found }) => found)
    .slice(0, 6);
}

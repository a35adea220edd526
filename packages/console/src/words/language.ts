import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, languages } from './define-words.ts';

const storageKey = 'yutang.language';

function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

/** What was chosen here before, else what the browser prefers; Chinese when it asks for any Chinese. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.some((language) => /^zh/i.test(language)) ? 'zh-CN' : 'en';
}

/** The language the console shows now. */
export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'zh-CN';
}

/** Starts i18next without any phrases; features add theirs as they load. */
export function startLanguage(): void {
  const language = preferredLanguage();
  document.documentElement.lang = language;
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    initAsync: false,
    // Keys are written flat, e.g. `role.owner`.
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    returnNull: false,
    saveMissing: true,
    // A phrase nobody wrote must be seen by a test, not by an operator.
    missingKeyHandler: (_languages, namespace, key) =>
      console.error(`missing translation ${namespace}:${key}`),
  });
}

/** Shows the console in another language from now on, and remembers it on this machine. */
export function changeLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

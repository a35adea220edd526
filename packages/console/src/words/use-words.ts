import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { languages, type Phrases, resourceOf, type Words } from './define-words.ts';

/** Says a phrase of the feature in the language shown now. */
export type Say<P extends Phrases> = (
  key: keyof P & string,
  slots?: Record<string, string | number>,
) => string;

function register(words: Words<Phrases>): void {
  if (i18next.hasResourceBundle('en', words.namespace)) return;
  for (const language of languages) {
    i18next.addResourceBundle(language, words.namespace, resourceOf(words.phrases, language));
  }
}

/** A feature's phrases inside a component; re-renders when the language changes. */
export function useWords<P extends Phrases>(words: Words<P>): Say<P> {
  register(words);
  const { t } = useTranslation(words.namespace);
  return (key, slots) => t(key, slots);
}

/** True when the feature has a phrase of that key: for values that a newer server may add (an event name, an action). */
export function hasPhrase<P extends Phrases>(words: Words<P>, key: string): key is keyof P & string {
  return Object.hasOwn(words.phrases, key);
}

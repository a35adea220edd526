/** The languages of the console. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** English of a phrase: one form, or singular and plural chosen by `count`. */
type English = string | { one: string; other: string };

/**
 * Phrases of one page or feature, each as a pair [中文, English] side by side, so that a missing translation cannot
 * be written. Slots are `{{name}}`; `{{count}}` chooses the English plural.
 */
export type Phrases = Record<string, readonly [zh: string, en: English]>;

/** A feature's phrases under their i18next namespace. */
export interface Words<P extends Phrases> {
  namespace: string;
  phrases: P;
}

/** Names a feature's phrases. They are registered with i18next when a component first uses them. */
export function defineWords<const P extends Phrases>(namespace: string, phrases: P): Words<P> {
  return { namespace, phrases };
}

/** The flat i18next resource of one language: `key`, or `key_one` and `key_other`. */
export function resourceOf(phrases: Phrases, language: Language): Record<string, string> {
  const out: Record<string, string> = {};
  // A count reads `10,021`, not `10021`.
  const grouped = (text: string) => text.replaceAll('{{count}}', '{{count, number}}');
  for (const [key, [zhRaw, en]] of Object.entries(phrases)) {
    const zh = grouped(zhRaw);
    if (language === 'zh-CN') {
      out[key] = zh;
      if (typeof en !== 'string') out[`${key}_other`] = zh;
    } else if (typeof en === 'string') out[key] = grouped(en);
    else {
      out[key] = grouped(en.other);
      out[`${key}_one`] = grouped(en.one);
      out[`${key}_other`] = grouped(en.other);
    }
  }
  return out;
}

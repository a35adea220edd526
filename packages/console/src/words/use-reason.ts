import { chineseReason } from '@yutang/contracts/reasons';
import { useTranslation } from 'react-i18next';

/** Says why a value was refused in the language shown now; the server sends the English of core. */
export function useReason(): (reason: string) => string {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? (reason) => reason : chineseReason;
}

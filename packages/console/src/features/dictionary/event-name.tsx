import { useQuery } from '@tanstack/react-query';
import type { DictionaryPage } from '@yutang/contracts/dictionary';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/client.ts';
import { useSession } from '../accounts/session.tsx';

/** The dictionary as far as one answer carries it; asked once in five minutes. */
export function useDictionary() {
  const session = useSession();
  return useQuery({
    queryKey: ['dictionary', 'names'],
    queryFn: () => call<DictionaryPage>('GET', '/dictionary', { query: { limit: 500 } }),
    enabled: session.can('events.read'),
    staleTime: 300_000,
  });
}

/** How people read an event's name: in Chinese where the dictionary has one. */
export function useEventName(): (name: string) => string {
  const { data } = useDictionary();
  const { i18n } = useTranslation();
  const chinese = useMemo(
    () => new Map(data?.items.flatMap((item) => (item.zh ? [[item.name, item.zh] as const] : []))),
    [data],
  );
  return (name) => (i18n.language === 'en' ? name : (chinese.get(name) ?? name));
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Preferences, PreferencesPatch } from '@yutang/contracts/preferences';
import { App } from 'antd';
import { call } from '../../api/client.ts';
import { designWords } from '../../design/design-words.ts';
import { problemText } from '../../design/notice.tsx';
import { useWords } from '../../words/use-words.ts';

const queryKey = ['preferences'];

/** What one chose for one's own screen in this workspace. */
export function usePreferences() {
  return useQuery({
    queryKey,
    queryFn: () => call<Preferences>('GET', '/preferences'),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Keeps a choice. */
export function useChoose() {
  const sayDesign = useWords(designWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PreferencesPatch) => call<Preferences>('PATCH', '/preferences', { body }),
    onSuccess: (now) => queryClient.setQueryData(queryKey, now),
    onError: (error) => message.error(problemText(error, sayDesign)),
  });
}

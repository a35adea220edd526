import { useQueryClient } from '@tanstack/react-query';
import type { DecisionResult } from '@yutang/contracts/identity';
import { App } from 'antd';
import { useWords } from '../../words/use-words.ts';
import { identityWords } from './identity-words.ts';

/** After a decision: says so, and asks again what may have changed. */
export function useDecided() {
  const say = useWords(identityWords);
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return (result: DecisionResult) => {
    message.success(say(result.settled ? 'done' : 'pending'));
    for (const key of ['customer', 'customers', 'identity', 'pond']) {
      void queryClient.invalidateQueries({ queryKey: [key] });
    }
  };
}

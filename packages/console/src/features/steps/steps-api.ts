import type { CustomerPage } from '@yutang/contracts/customers';
import type {
  Step,
  StepList,
  StepListDraft,
  StepPeopleQuery,
  StepReport,
  StepReportQuery,
} from '@yutang/contracts/steps';
import { call } from '../../api/client.ts';
import { hasPhrase, useWords } from '../../words/use-words.ts';
import { stepsWords } from './steps-words.ts';

export const stepReport = (query: StepReportQuery) => call<StepReport>('GET', '/steps/report', { query });
export const stepPeople = (query: StepPeopleQuery, signal?: AbortSignal) =>
  call<CustomerPage>('GET', '/steps/people', { query, ...(signal ? { signal } : {}) });
export const putSteps = (body: StepListDraft) => call<StepList>('PUT', '/steps', { body });
/** Back to the steps that came with the platform. */
export const resetSteps = () => call<StepList>('DELETE', '/steps');

/** What a step is called: by the workspace, else by the platform. */
export function useStepName(): (step: Pick<Step, 'key' | 'name'>) => string {
  const say = useWords(stepsWords);
  return ({ key, name }) => {
    const phrase = `key.${key}`;
    return name ?? (hasPhrase(stepsWords, phrase) ? say(phrase) : key);
  };
}

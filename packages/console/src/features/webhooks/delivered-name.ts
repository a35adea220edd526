import { useWords } from '../../words/use-words.ts';
import { useEventName } from '../dictionary/event-name.tsx';
import { webhooksWords } from './webhooks-words.ts';

/** How people read what a webhook is told: events by the dictionary, and the two that are in no log. */
export function useDeliveredName(): (name: string) => string {
  const say = useWords(webhooksWords);
  const eventName = useEventName();
  return (name) => {
    if (name === 'Customer Created') return say('customerCreated');
    return name === 'Webhook Test' ? say('webhookTest') : eventName(name);
  };
}

import { hasPhrase, useWords } from '../../words/use-words.ts';
import { connectionsWords } from './connections-words.ts';

/** Values of each side of a channel, in the order they are offered. */
export const sideValues = {
  form: ['image_text', 'live', 'short_video'],
  line: ['online', 'offline'],
  carrier: ['personal_account', 'moments', 'group', 'feed', 'account', 'shop', 'program', 'place'],
  connection: ['transaction', 'content', 'community', 'third_party'],
  trend: ['decline', 'bonus'],
} as const;
export type SideName = keyof typeof sideValues;
export const sideNames = Object.keys(sideValues) as SideName[];

/** How a value of a side reads; null: not set. */
export function useSideValue(): (value: string | null) => string {
  const say = useWords(connectionsWords);
  return (value) => {
    const key = `v.${value ?? 'none'}`;
    return hasPhrase(connectionsWords, key) ? say(key) : (value ?? '');
  };
}

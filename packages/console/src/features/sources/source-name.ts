import { useSources } from './sources-api.ts';

/** What a source is called, or its number where the role may not know. */
export function useSourceName(): (id: number) => string {
  const { data } = useSources();
  return (id) => data?.items.find((source) => source.id === id)?.name ?? `#${id}`;
}

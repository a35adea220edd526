import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';

/** One page of any cursor list. */
export interface PageOf<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
}

/** A cursor list as one growing list. */
export interface Paged<T> {
  data: { items: T[]; total: number | undefined } | undefined;
  error: unknown;
  isPending: boolean;
  isFetching: boolean;
  refetch: () => unknown;
  hasMore: boolean;
  loadMore: () => void;
  loadingMore: boolean;
}

/** Asks a cursor list page by page; pages asked before stay. */
export function usePaged<T>(
  queryKey: QueryKey,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>,
  options: { enabled?: boolean } = {},
): Paged<T> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => ask(pageParam || undefined, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    enabled: options.enabled ?? true,
  });
  return {
    data: query.data
      ? { items: query.data.pages.flatMap((page) => page.items), total: query.data.pages[0]?.total }
      : undefined,
    error: query.error,
    isPending: query.isPending,
    isFetching: query.isFetching,
    refetch: query.refetch,
    hasMore: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
    loadingMore: query.isFetchingNextPage,
  };
}

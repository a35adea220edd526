import { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/client.ts';

/** Answers are fresh for 15 s; only what may pass by itself (network, 5xx) is tried again, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 502),
      retryDelay: (failures) => 600 * 2 ** failures,
    },
    mutations: { retry: false },
  },
});

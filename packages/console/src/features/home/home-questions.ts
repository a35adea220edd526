import { useQuery } from '@tanstack/react-query';
import type { BackupList } from '@yutang/contracts/backup';
import type { HealthReport } from '@yutang/contracts/health';
import type { ApiKey } from '@yutang/contracts/keys';
import type { OrderSummary } from '@yutang/contracts/orders';
import type { PondFlow } from '@yutang/contracts/pond';
import { call } from '../../api/client.ts';
import { useFormats } from '../../design/formats.ts';
import { zonedMidnight } from '../../design/zoned-midnight.ts';
import { useSession } from '../accounts/session.tsx';
import { customerPage } from '../customers/customers-api.ts';
import { unknownEvents } from '../dictionary/dictionary-api.ts';
import { conflicts } from '../identity/identity-api.ts';
import { importList } from '../imports/imports-api.ts';
import { figures } from '../organisation/organisation-api.ts';
import { pondFlow, pondOverview } from '../pond/pond-api.ts';
import { quarantineCounts } from '../quarantine/quarantine-api.ts';
import { spendByChannel, spendPage } from '../spend/spend-api.ts';
import { ownRuns, savedQueries } from '../sql/sql-api.ts';
import { team } from '../team/team-api.ts';

const dayMs = 86_400_000;

/** Local days and instants of today in the workspace. Figures are asked again when the hour changes, not the second. */
export function useToday() {
  const formats = useFormats();
  const { workspace } = useSession();
  const now = Date.now() + workspace.clockOffsetMs;
  const today = formats.date(now);
  const startOf = (day: string) => zonedMidnight(day, workspace.zone);
  const month = `${today.slice(0, 7)}-01`;
  const monthAt = startOf(month);
  const before = formats.date(monthAt - dayMs);
  const beforeAt = startOf(`${before.slice(0, 7)}-01`);
  return {
    now,
    today,
    todayAt: startOf(today),
    monthAt,
    beforeAt,
    /** As far into the month before as today is into this one; not beyond its end. */
    beforeTo: Math.min(monthAt, beforeAt + (now - monthAt)),
    ago: (days: number) => formats.date(now - (days - 1) * dayMs),
  };
}

const soon = { staleTime: 15_000 };

export const usePond = (enabled = true) =>
  useQuery({ queryKey: ['pond', 'overview'], queryFn: pondOverview, enabled, ...soon });

/** Into and out of the pond since midnight. */
export function useFlowToday() {
  const { todayAt } = useToday();
  return useQuery({
    queryKey: ['pond', 'flow', 'today', todayAt],
    queryFn: () => pondFlow({ from: todayAt, unit: 'day' }),
    ...soon,
  });
}

/** Sums of today's flow. */
export function sumFlow(flow: PondFlow): { entered: number; left: number } {
  return flow.buckets.reduce(
    (sum, { entered, left }) => ({ entered: sum.entered + entered, left: sum.left + left }),
    { entered: 0, left: 0 },
  );
}

/** What a new private customer cost over the last 30 days. */
export function useCostPerNew() {
  const { ago, today } = useToday();
  return useQuery({
    queryKey: ['spend', 'channels', 'home', today],
    queryFn: () => spendByChannel({ from: ago(30), to: today }),
    ...soon,
  });
}

/** Sales of the month so far by day, and of the month before up to the same point. */
export function useSales() {
  const { monthAt, beforeAt, beforeTo, today } = useToday();
  const summary = (query: { from: number; to?: number; by: 'day' | 'month' }) =>
    call<OrderSummary>('GET', '/orders/summary', { query });
  return useQuery({
    queryKey: ['orders', 'summary', 'home', today],
    queryFn: async () => {
      const [month, before] = await Promise.all([
        summary({ from: monthAt, by: 'day' }),
        summary({ from: beforeAt, to: beforeTo, by: 'month' }),
      ]);
      return { month, before: before.total };
    },
    ...soon,
  });
}

export const useHealth = (enabled: boolean) =>
  useQuery({
    queryKey: ['health'],
    queryFn: () => call<HealthReport>('GET', '/health'),
    enabled,
    refetchInterval: 60_000,
  });
export const useQuarantine = (enabled: boolean) =>
  useQuery({ queryKey: ['quarantine', 'counts'], queryFn: quarantineCounts, enabled, ...soon });
export const useBackups = (enabled: boolean) =>
  useQuery({
    queryKey: ['backup'],
    queryFn: () => call<BackupList>('GET', '/backup'),
    enabled,
    ...soon,
  });
export const useKeys = (enabled: boolean) =>
  useQuery({
    queryKey: ['keys'],
    queryFn: () => call<{ items: ApiKey[] }>('GET', '/keys'),
    enabled,
    ...soon,
  });
export const useConflicts = (enabled: boolean) =>
  useQuery({
    queryKey: ['identity', 'conflicts', 'home'],
    queryFn: () => conflicts({ state: 'open', limit: 1 }),
    enabled,
    ...soon,
  });
export const useUnknown = (enabled: boolean) =>
  useQuery({ queryKey: ['dictionary', 'unknown'], queryFn: unknownEvents, enabled, ...soon });

/** People who are known and whom nobody owns. */
export const unownedFilter = { state: 'identifiable', owner: '-' } as const;
export const useUnowned = (enabled = true) =>
  useQuery({
    queryKey: ['customers', 'count', unownedFilter],
    queryFn: ({ signal }) => customerPage({ ...unownedFilter, limit: 1 }, signal),
    enabled,
    ...soon,
  });
export const useOutletFigures = () =>
  useQuery({ queryKey: ['organisation', 'figures'], queryFn: figures, ...soon });
export const useSaved = () =>
  useQuery({ queryKey: ['sql', 'queries', 'home'], queryFn: () => savedQueries(), ...soon });
export const useRuns = (enabled: boolean) =>
  useQuery({ queryKey: ['sql', 'runs', 'home'], queryFn: () => ownRuns(), enabled, ...soon });
export const useImports = (enabled: boolean) =>
  useQuery({ queryKey: ['imports', 'home'], queryFn: () => importList(), enabled, ...soon });
export const useTeam = (enabled: boolean) =>
  useQuery({ queryKey: ['team', 'home'], queryFn: team, enabled, ...soon });
export const useAnySpend = (enabled: boolean) =>
  useQuery({ queryKey: ['spend', 'any'], queryFn: () => spendPage({ limit: 1 }), enabled, ...soon });

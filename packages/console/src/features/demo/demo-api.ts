import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { RoleName, SetupRequest, WhoAmI } from '@yutang/contracts/accounts';
import type { ClockStep, DemoPace, DemoStage, DemoState } from '@yutang/contracts/demo';
import { useEffect } from 'react';
import { call } from '../../api/client.ts';

/** What the stage plays with; throws `Problem` `demo.none` on another machine and without a demo. */
export const demoStage = () => call<DemoStage>('GET', '/demo/stage');
export const demoState = () => call<DemoState>('GET', '/demo');
export const moveClock = (by: ClockStep) => call<DemoState>('POST', '/demo/clock', { body: { by } });
export const setPace = (pace: DemoPace) => call<DemoState>('PUT', '/demo/pace', { body: { pace } });
/** Signs in as this role, without a password. */
export const tryAs = (role: RoleName) => call<WhoAmI>('POST', '/demo/session', { body: { role } });
export const makeOwn = (body: SetupRequest) => call<WhoAmI>('POST', '/demo/own', { body });
export const deleteDemo = (confirm: string) =>
  call<{ rows: number }>('DELETE', '/demo', { body: { confirm } });

/** The clock and the arrivals of the demo one is in. */
export function useDemoState() {
  return useQuery({ queryKey: ['demo', 'state'], queryFn: demoState, staleTime: 10_000 });
}

/** The stage, where there is one on this machine. */
export function useDemoStage() {
  return useQuery({ queryKey: ['demo', 'stage'], queryFn: demoStage, retry: false, staleTime: 60_000 });
}

const channelName = 'yutang.demo';

/** Tells the other panes of this browser that the clock or the person signed in has changed. */
export function tellPanes(): void {
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('changed');
  channel.close();
}

/** Asks everything again when another pane has moved the clock or changed who is signed in. */
export function usePanes(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    channel.onmessage = () => void queryClient.invalidateQueries();
    return () => channel.close();
  }, [queryClient]);
}

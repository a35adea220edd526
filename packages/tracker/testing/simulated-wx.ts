import { request as httpRequest } from 'node:http';
import type { Wx } from '../src/miniprogram.ts';

/** WeChat's `wx` as far as the tracker uses it: real requests, a storage that outlives the program, events by hand. */
export interface SimulatedWx extends Wx {
  storage: Map<string, string>;
  show(launch?: { path?: string; scene?: number; query?: Record<string, string> }): void;
  hide(): void;
  network(isConnected: boolean): void;
  /** Requests fail at once while false, as without a network. */
  reachable: boolean;
}

export function createSimulatedWx(
  storage = new Map<string, string>(),
  launch: { path: string; scene: number; query: Record<string, string> } = {
    path: 'pages/home',
    scene: 1011,
    query: {},
  },
): SimulatedWx {
  type Listener<T> = (value: T) => void;
  const shows: Listener<{ path?: string }>[] = [];
  const hides: (() => void)[] = [];
  const networks: Listener<{ isConnected: boolean }>[] = [];
  const wx: SimulatedWx = {
    storage,
    reachable: true,
    getStorageSync: (key) => storage.get(key) ?? '',
    setStorageSync: (key, value) => void storage.set(key, value),
    removeStorageSync: (key) => void storage.delete(key),
    getLaunchOptionsSync: () => launch,
    getSystemInfoSync: () => ({
      model: 'iPhone 16',
      brand: 'Apple',
      language: 'zh_CN',
      system: 'iOS 19',
      version: '8.0.60',
    }),
    onAppShow: (listener) => void shows.push(listener),
    onAppHide: (listener) => void hides.push(listener),
    onNetworkStatusChange: (listener) => void networks.push(listener),
    show: (value = launch) => shows.forEach((listener) => void listener(value)),
    hide: () => hides.forEach((listener) => void listener()),
    network: (isConnected) => networks.forEach((listener) => void listener({ isConnected })),
    request({ url, method, data, header, success, fail }) {
      if (!wx.reachable) {
        setTimeout(() => fail({ errMsg: 'request:fail' }), 1);
        return;
      }
      const call = httpRequest(url, { method, headers: header }, (answer) => {
        answer.resume();
        answer.on('end', () =>
          success({ statusCode: answer.statusCode ?? 0, header: answer.headers as Record<string, string> }),
        );
      });
      call.on('error', fail);
      call.end(data);
    },
  };
  return wx;
}

export { type BrowserOptions, createBrowserTracker } from './browser.ts';
export {
  createMiniprogramTracker,
  type MiniprogramOptions,
  type MiniprogramTracker,
  type WechatIdentity,
} from './miniprogram.ts';
export type { Report } from './platform.ts';
export type { Tracker, TrackerOptions } from './tracker.ts';

import { defineErrors } from '../entry.ts';

/** Faults of requests about channels. */
export const channelErrors = defineErrors({
  'channel.known-spelling': {
    status: 409,
    en: '{spelling} is another spelling of the channel {name}. Edit that one instead.',
    zh: '{spelling} 是渠道 {name} 的另一种写法,请直接修改该渠道。',
  },
});

import type { Step } from './step.ts';

const orders = ['Order Completed', 'Order Paid'];

function step(key: string, events: readonly string[], times = 1): Step {
  return { key, name: null, events, channel: null, times };
}

/** The steps a workspace goes by until it describes its own: seen, follower, friend, member, first order, second order. */
export const defaultSteps: readonly Step[] = [
  step('seen', ['Ad Clicked', 'Page Viewed', 'Screen Viewed', 'Product Viewed']),
  step('follower', ['Account Followed']),
  step('friend', ['Contact Added']),
  step('member', ['Member Joined']),
  step('first_order', orders),
  step('second_order', orders, 2),
];

import { defineErrors } from '../entry.ts';

/** Faults of requests about customers. */
export const customerErrors = defineErrors({
  'customer.erase-unconfirmed': {
    status: 400,
    en: 'Erasing cannot be undone. Type the customer number {customer} into "confirm" to go on.',
    zh: '抹除后无法恢复。请在 confirm 中输入客户编号 {customer} 以确认。',
  },
  'customer.busy': {
    status: 409,
    en: 'Customer {customer} was merged or split a moment ago. Open the customer again and repeat.',
    zh: '客户 {customer} 刚刚被合并或拆分,请重新打开该客户后再试。',
  },
});

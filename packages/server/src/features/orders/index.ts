export { createOrders } from './create-orders.ts';
export { countPaidOrders } from './paid-counts.ts';

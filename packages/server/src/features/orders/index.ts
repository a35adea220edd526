export { createOrders } from './create-orders.ts';
export { outletsOfOrders } from './order-outlets.ts';
export { countPaidOrders } from './paid-counts.ts';

export { createOrders, type Orders } from './create-orders.ts';

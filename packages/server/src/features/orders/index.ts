export { createOrders } from './create-orders.ts';
export { outletsOfOrders } from './order-outlets.ts';
export { countPaidOrders } from './paid-counts.ts';
export {
  orderSides,
  paidAcross,
  type Received,
  receivedBy,
  salesByOrganisation,
  usersOfOrganisation,
} from './party-question.ts';

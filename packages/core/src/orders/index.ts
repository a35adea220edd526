export { type CombinedOrder, combineOrder, type OrderStatus } from './combine-order.ts';
export { type OrderEntry, type OrderLine, type PartyRef, readOrder, unpaidStatuses } from './order-entry.ts';
export {
  type Averages,
  averagesOf,
  type BuyerCounts,
  type BuyerRates,
  buyerRates,
  type PurchaseSums,
  timeBetween,
} from './purchase-rates.ts';

export { createSpend } from './create-spend.ts';
export { askCreditOf } from './credit-question.ts';
export { sumSpend, writeLines } from './spend-store.ts';

export { createViews } from './create-views.ts';
export { forgetInViews } from './view-store.ts';

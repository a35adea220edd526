export { createViews } from './create-views.ts';

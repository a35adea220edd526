export { checkQuery, withoutValues } from './check-query.ts';
export { placeOfPosition } from './place.ts';

/** Exact lengths in milliseconds. Calendar days, months and years are not here: they depend on a zone. */
export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
export const week = 7 * day;
export { localDate, localMidnight, localOffset } from './zone.ts';

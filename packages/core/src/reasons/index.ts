export { chineseReason, chineseWhat } from './chinese.ts';
